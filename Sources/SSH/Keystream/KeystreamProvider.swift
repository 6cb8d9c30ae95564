internal import COpenSSL

/// The ``Keystream`` as a provider of OpenSSL's (provider(7), provider-cipher(7)), built into this process: whoever asks
/// OpenSSL for AES-128-CTR without naming a provider, as libssh2 does, is given it. All else is OpenSSL's own, as before;
/// AES-256-CTR above all, which its random generator is made of.
enum KeystreamProvider {
    private static let title = "levels-keystream"
    private static let cipherName = "AES-128-CTR"
    /// In bytes.
    private static let keySize = 16

    /// Whether OpenSSL has taken it. Where it has not, and where an administrator has asked for FIPS, AES-CTR is OpenSSL's
    /// own and slower.
    static let isInUse: Bool = {
        guard EVP_default_properties_is_fips_enabled(nil) == 0, let cipher = openSSLsOwn() else { return false }
        EVP_CIPHER_free(cipher)
        guard
            OSSL_PROVIDER_add_builtin(nil, title, { KeystreamProvider.start($2, $3) }) == 1,
            // Its being there must not keep OpenSSL from loading its own.
            OSSL_PROVIDER_try_load(nil, title, 1) != nil
        else { return false }
        return EVP_set_default_properties(nil, "?provider=" + title) == 1
    }()

    /// What the keystream is made with; nil if OpenSSL has been set up without. To be freed.
    static func openSSLsOwn() -> OpaquePointer? { EVP_CIPHER_fetch(nil, cipherName, "provider=default") }

    // MARK: What OpenSSL asks for, once

    private typealias Function = @convention(c) () -> Void

    private static func start(
        _ functions: UnsafeMutablePointer<UnsafePointer<OSSL_DISPATCH>?>?,
        _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    ) -> Int32 {
        let query: @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafeMutablePointer<Int32>?) -> UnsafeRawPointer? =
            {
                algorithms, operation, mayNotKeep in
                mayNotKeep?.pointee = 0
                return operation == OSSL_OP_CIPHER ? UnsafeRawPointer(algorithms) : nil
            }
        functions?.pointee = kept([
            OSSL_DISPATCH(
                function_id: OSSL_FUNC_PROVIDER_QUERY_OPERATION, function: unsafeBitCast(query, to: Function.self)),
            OSSL_DISPATCH(),
        ])
        context?.pointee = UnsafeMutableRawPointer(mutating: kept([cipher(), OSSL_ALGORITHM()]))
        return 1
    }

    private static func cipher() -> OSSL_ALGORITHM {
        let functions: [(Int32, Function)] = [
            (OSSL_FUNC_CIPHER_NEWCTX, unsafeBitCast(Calls.make, to: Function.self)),
            (OSSL_FUNC_CIPHER_GET_PARAMS, unsafeBitCast(Calls.describeCipher, to: Function.self)),
            (OSSL_FUNC_CIPHER_FREECTX, unsafeBitCast(Calls.free, to: Function.self)),
            (OSSL_FUNC_CIPHER_ENCRYPT_INIT, unsafeBitCast(Calls.start, to: Function.self)),
            (OSSL_FUNC_CIPHER_DECRYPT_INIT, unsafeBitCast(Calls.start, to: Function.self)),
            (OSSL_FUNC_CIPHER_CIPHER, unsafeBitCast(Calls.apply, to: Function.self)),
            (OSSL_FUNC_CIPHER_UPDATE, unsafeBitCast(Calls.apply, to: Function.self)),
            (OSSL_FUNC_CIPHER_FINAL, unsafeBitCast(Calls.finish, to: Function.self)),
            (OSSL_FUNC_CIPHER_DUPCTX, unsafeBitCast(Calls.copy, to: Function.self)),
            (OSSL_FUNC_CIPHER_SET_CTX_PARAMS, unsafeBitCast(Calls.adopt, to: Function.self)),
            (OSSL_FUNC_CIPHER_GET_CTX_PARAMS, unsafeBitCast(Calls.describeContext, to: Function.self)),
        ]
        let table = functions.map { OSSL_DISPATCH(function_id: $0, function: $1) } + [OSSL_DISPATCH()]
        return OSSL_ALGORITHM(
            algorithm_names: kept(cipherName.utf8CString.map(\.self)),
            property_definition: kept("provider=\(title)".utf8CString.map(\.self)), implementation: kept(table),
            algorithm_description: nil)
    }

    /// A table that OpenSSL keeps for as long as the process lives.
    private static func kept<Element>(_ table: [Element]) -> UnsafePointer<Element> {
        let place = UnsafeMutablePointer<Element>.allocate(capacity: table.count)
        place.initialize(from: table, count: table.count)
        return UnsafePointer(place)
    }

    // MARK: A cipher

    private static func describe(_ parameters: UnsafeMutablePointer<OSSL_PARAM>?) -> Int32 {
        // A stream: its blocks are of one byte.
        let sizes = [
            (OSSL_CIPHER_PARAM_KEYLEN, keySize), (OSSL_CIPHER_PARAM_IVLEN, 16), (OSSL_CIPHER_PARAM_BLOCK_SIZE, 1),
        ]
        for (name, size) in sizes {
            guard let parameter = OSSL_PARAM_locate(parameters, name) else { continue }
            guard OSSL_PARAM_set_size_t(parameter, size) == 1 else { return 0 }
        }
        guard let mode = OSSL_PARAM_locate(parameters, OSSL_CIPHER_PARAM_MODE) else { return 1 }
        return OSSL_PARAM_set_uint(mode, UInt32(EVP_CIPH_CTR_MODE))
    }

    private static func placed(_ keystream: Keystream) -> UnsafeMutableRawPointer {
        let place = UnsafeMutablePointer<Keystream>.allocate(capacity: 1)
        place.initialize(to: keystream)
        return UnsafeMutableRawPointer(place)
    }

    private enum Calls {
        typealias Context = UnsafeMutableRawPointer?
        typealias Input = UnsafePointer<UInt8>?
        typealias Output = UnsafeMutablePointer<UInt8>?

        static let make: @convention(c) (Context) -> UnsafeMutableRawPointer? = { _ in
            Keystream().map(KeystreamProvider.placed)
        }

        static let copy: @convention(c) (Context) -> UnsafeMutableRawPointer? = { context in
            context?.assumingMemoryBound(to: Keystream.self).pointee.copy().map(KeystreamProvider.placed)
        }

        static let free: @convention(c) (Context) -> Void = { context in
            guard let keystream = context?.assumingMemoryBound(to: Keystream.self) else { return }
            keystream.pointee.free()
            keystream.deinitialize(count: 1)
            keystream.deallocate()
        }

        static let start: @convention(c) (Context, Input, Int, Input, Int, UnsafePointer<OSSL_PARAM>?) -> Int32 = {
            context, key, keySize, counter, counterSize, _ in
            guard let keystream = context?.assumingMemoryBound(to: Keystream.self),
                key == nil || keySize == KeystreamProvider.keySize, counter == nil || counterSize == 16
            else { return 0 }
            return keystream.pointee.start(key: key, counter: counter) ? 1 : 0
        }

        static let apply: @convention(c) (Context, Output, UnsafeMutablePointer<Int>?, Int, Input, Int) -> Int32 = {
            context, output, made, room, input, count in
            guard let keystream = context?.assumingMemoryBound(to: Keystream.self), room >= count else { return 0 }
            made?.pointee = count
            guard count > 0 else { return 1 }
            guard let output, let input else { return 0 }
            return keystream.pointee.apply(output, input, count) ? 1 : 0
        }

        static let finish: @convention(c) (Context, Output, UnsafeMutablePointer<Int>?, Int) -> Int32 = {
            _, _, made, _ in
            made?.pointee = 0
            return 1
        }

        /// Padding is all that anybody sets, and a stream has none.
        static let adopt: @convention(c) (Context, UnsafePointer<OSSL_PARAM>?) -> Int32 = { _, _ in 1 }

        static let describeCipher: @convention(c) (UnsafeMutablePointer<OSSL_PARAM>?) -> Int32 = { parameters in
            KeystreamProvider.describe(parameters)
        }

        static let describeContext: @convention(c) (Context, UnsafeMutablePointer<OSSL_PARAM>?) -> Int32 = {
            _, parameters in
            KeystreamProvider.describe(parameters)
        }
    }
}
