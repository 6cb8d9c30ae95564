internal import COpenSSL

extension PrivateKey {
    /// The public half as SSH writes it; nil for a kind of key, or a curve, that we do not use.
    static func publicKey(_ key: OpaquePointer) -> PublicKeyBlob? {
        defer { ERR_clear_error() }
        var writer = WireWriter()
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_ED25519:
            var point = [UInt8](repeating: 0, count: 32)
            var length = point.count
            guard EVP_PKEY_get_raw_public_key(key, &point, &length) == 1, length == 32 else { return nil }
            writer.string(KeyType.ed25519)
            writer.string(point)
        case EVP_PKEY_EC:
            guard let curve = curve(key), let size = KeyType.pointSize(curve: curve) else { return nil }
            var point = [UInt8](repeating: 0, count: size)
            var length = 0
            guard EVP_PKEY_get_octet_string_param(key, "encoded-pub-key", &point, point.count, &length) == 1,
                length == size
            else { return nil }
            writer.string("ecdsa-sha2-" + curve)
            writer.string(curve)
            writer.string(point)
        case EVP_PKEY_RSA:
            guard let modulus = number(key, "n"), let exponent = number(key, "e") else { return nil }
            writer.string(KeyType.rsa)
            writer.mpint(exponent)
            writer.mpint(modulus)
        default:
            return nil
        }
        return try? PublicKeyBlob(writer.bytes)
    }

    private static func curve(_ key: OpaquePointer) -> String? {
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else { return nil }
        let text = String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        switch text {
        case "prime256v1": return "nistp256"
        case "secp384r1": return "nistp384"
        case "secp521r1": return "nistp521"
        default: return nil
        }
    }

    private static func number(_ key: OpaquePointer, _ name: String) -> [UInt8]? {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(key, name, &number) == 1 else { return nil }
        defer { BN_free(number) }
        return magnitude(number)
    }
}
