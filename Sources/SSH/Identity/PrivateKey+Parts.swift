internal import COpenSSL
internal import Files

extension PrivateKey {
    /// From the 32 bytes that an ed25519 key grows from.
    static func ed25519(seed: UnsafeRawBufferPointer) -> PrivateKey? {
        defer { ERR_clear_error() }
        let bytes = seed.assumingMemoryBound(to: UInt8.self)
        guard bytes.count == 32, let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes.baseAddress, 32)
        else {
            return nil
        }
        return PrivateKey(adopting: key)
    }

    /// - Parameter curve: SSH's name of it, such as `nistp256`.
    static func ecdsa(curve: String, point: UnsafeRawBufferPointer, scalar: UnsafeRawBufferPointer) -> PrivateKey? {
        build("EC") { builder in
            builder.text("group", curve == "nistp256" ? "prime256v1" : curve == "nistp384" ? "secp384r1" : "secp521r1")
            builder.octets("pub", point)
            builder.number("priv", scalar)
        }
    }

    static func rsa(
        modulus: UnsafeRawBufferPointer, exponent: UnsafeRawBufferPointer, privateExponent: UnsafeRawBufferPointer,
        coefficient: UnsafeRawBufferPointer, firstPrime: UnsafeRawBufferPointer, secondPrime: UnsafeRawBufferPointer
    ) -> PrivateKey? {
        build("RSA") { builder in
            builder.number("n", modulus)
            builder.number("e", exponent)
            let d = builder.number("d", privateExponent)
            let p = builder.number("rsa-factor1", firstPrime)
            let q = builder.number("rsa-factor2", secondPrime)
            // OpenSSH does not store the exponents of the Chinese remainder theorem, and OpenSSL wants all of it or
            // nothing.
            builder.remainder("rsa-exponent1", of: d, byOneLessThan: p)
            builder.remainder("rsa-exponent2", of: d, byOneLessThan: q)
            builder.number("rsa-coefficient1", coefficient)
        }
    }

    private static func build(_ kind: String, _ fill: (inout KeyBuilder) -> Void) -> PrivateKey? {
        defer { ERR_clear_error() }
        guard var builder = KeyBuilder() else { return nil }
        fill(&builder)
        guard let key = builder.key(kind) else { return nil }
        return PrivateKey(adopting: key)
    }
}

/// OpenSSL's list of parameters while it is being written, and the big numbers that it points at until it is done.
private struct KeyBuilder: ~Copyable {
    private let list: OpaquePointer
    private var numbers: [OpaquePointer] = []
    private var isComplete = true

    init?() {
        guard let list = OSSL_PARAM_BLD_new() else { return nil }
        self.list = list
    }

    deinit {
        OSSL_PARAM_BLD_free(list)
        for number in numbers { BN_clear_free(number) }
    }

    /// The list keeps pointers to names and texts, so they have to be such as stay.
    mutating func text(_ name: StaticString, _ value: StaticString) {
        note(OSSL_PARAM_BLD_push_utf8_string(list, Self.pointer(name), Self.pointer(value), 0) == 1)
    }

    mutating func octets(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
        note(OSSL_PARAM_BLD_push_octet_string(list, Self.pointer(name), value.baseAddress, value.count) == 1)
    }

    @discardableResult
    mutating func number(_ name: StaticString, _ magnitude: UnsafeRawBufferPointer) -> OpaquePointer? {
        let bytes = magnitude.assumingMemoryBound(to: UInt8.self)
        guard let number = BN_bin2bn(bytes.baseAddress, Int32(truncatingIfNeeded: bytes.count), nil) else {
            note(false)
            return nil
        }
        numbers.append(number)
        note(OSSL_PARAM_BLD_push_BN(list, Self.pointer(name), number) == 1)
        return number
    }

    mutating func remainder(_ name: StaticString, of value: OpaquePointer?, byOneLessThan prime: OpaquePointer?) {
        guard let value, let prime, let context = BN_CTX_new(), let divisor = BN_dup(prime), let result = BN_new()
        else {
            return note(false)
        }
        defer { BN_CTX_free(context) }
        numbers += [divisor, result]
        BN_set_flags(value, BN_FLG_CONSTTIME)
        note(BN_sub_word(divisor, 1) == 1 && BN_div(nil, result, value, divisor, context) == 1)
        note(OSSL_PARAM_BLD_push_BN(list, Self.pointer(name), result) == 1)
    }

    mutating func key(_ kind: String) -> OpaquePointer? {
        guard isComplete, let parameters = OSSL_PARAM_BLD_to_param(list) else { return nil }
        defer {
            // OpenSSL frees the list without overwriting what is in it.
            var next = parameters
            while next.pointee.key != nil {
                Wiping.cleanse(UnsafeMutableRawBufferPointer(start: next.pointee.data, count: next.pointee.data_size))
                next += 1
            }
            OSSL_PARAM_free(parameters)
        }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, kind, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &key, Self.keyPair, parameters) == 1
        else { return nil }
        return key
    }

    /// EVP_PKEY_KEYPAIR, which is a macro of macros that Swift does not see: private and public key, and all
    /// parameters.
    private static let keyPair: Int32 = 0x87

    private static func pointer(_ name: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private mutating func note(_ succeeded: Bool) {
        if !succeeded { isComplete = false }
    }
}
