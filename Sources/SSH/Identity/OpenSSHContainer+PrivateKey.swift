extension OpenSSHContainer {
    /// The private key, decrypted and handed to OpenSSL, and the comment that is encrypted along with it.
    func privateKey(passphrase: Secret?) throws(Failure) -> (key: PrivateKey, comment: String) {
        let plain = try opened(passphrase: passphrase)
        let parts: Parts
        do throws(WireError) {
            parts = try plain.withBytes { bytes throws(WireError) in try Parts(bytes) }
        } catch {
            // A wrong passphrase without a tag to show it gives noise: its two numbers differ, all but surely.
            throw .malformed(error.message)
        }
        guard parts.isConsistent else {
            throw cipher == nil ? .malformed("its check numbers differ") : .wrongPassphrase
        }
        guard parts.isComplete else { throw .unsupportedKey(publicKey.type) }
        guard let key = plain.withBytes({ parts.privateKey($0) }) else { throw .malformed("no key that OpenSSL takes") }
        return (key, parts.comment)
    }

    /// Where in the decrypted part the numbers of the key are: ranges, so that no copies of them are about.
    private struct Parts {
        private let type: String
        private let fields: [Range<Int>]
        let comment: String
        let isConsistent: Bool
        /// Whether the key is of a kind that we know to read.
        let isComplete: Bool

        init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
            var cursor = Cursor(bytes: bytes)
            isConsistent = try cursor.uint32() == cursor.uint32()
            guard isConsistent else {
                (type, fields, comment, isComplete) = ("", [], "", false)
                return
            }
            type = String(decoding: bytes[try cursor.string()], as: UTF8.self)
            var fields: [Range<Int>] = []
            let count = Self.fieldCount(type)
            for _ in 0..<count { fields.append(try cursor.string()) }
            self.fields = fields
            isComplete = count > 0
            guard isComplete else {
                comment = ""
                return
            }
            comment = String(decoding: bytes[try cursor.string()], as: UTF8.self)
            guard bytes[cursor.position...].enumerated().allSatisfy({ Int($1) == ($0 + 1) & 0xff }) else {
                throw .malformed("its padding is not 1, 2, 3")
            }
        }

        private static func fieldCount(_ type: String) -> Int {
            switch type {
            case KeyType.ed25519: 2
            case KeyType.ecdsa256, KeyType.ecdsa384, KeyType.ecdsa521: 3
            case KeyType.rsa: 6
            default: 0
            }
        }

        func privateKey(_ bytes: UnsafeRawBufferPointer) -> PrivateKey? {
            let fields = fields.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) }
            switch type {
            case KeyType.ed25519:
                // The private field is the seed and the public half once more.
                guard fields[1].count == 64 else { return nil }
                return .ed25519(seed: UnsafeRawBufferPointer(rebasing: fields[1][..<32]))
            case KeyType.rsa:
                return .rsa(
                    modulus: fields[0], exponent: fields[1], privateExponent: fields[2], coefficient: fields[3],
                    firstPrime: fields[4], secondPrime: fields[5])
            default:
                let curve = String(decoding: fields[0], as: UTF8.self)
                guard type == "ecdsa-sha2-" + curve else { return nil }
                return .ecdsa(curve: curve, point: fields[1], scalar: fields[2])
            }
        }
    }

    /// A `WireReader` that gives places instead of bytes, over memory that must not be copied.
    private struct Cursor {
        let bytes: UnsafeRawBufferPointer
        var position = 0

        mutating func uint32() throws(WireError) -> UInt32 {
            guard bytes.count - position >= 4 else { throw .truncated(needed: 4, left: bytes.count - position) }
            defer { position += 4 }
            return bytes[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }

        mutating func string() throws(WireError) -> Range<Int> {
            let length = Int(try uint32())
            guard length <= bytes.count - position else {
                throw .truncated(needed: length, left: bytes.count - position)
            }
            defer { position += length }
            return position..<position + length
        }
    }
}
