/// A public key as it goes over the wire (RFC 4253 section 6.6): the bytes that are compared, pinned and offered.
///
/// Keys of the kinds we know are checked for their shape when made, so that a truncated one is refused where it is
/// written rather than where it is used; a kind we do not know is kept as it is, as long as it has a name.
public struct PublicKeyBlob: Hashable, Sendable {
    public let bytes: [UInt8]

    /// The kind of key: `ssh-ed25519`, `ssh-rsa`. Not always the name of the signature that is made with it.
    public let type: String

    /// The size of an RSA key's modulus in bits, nil for another kind.
    public let modulusBits: Int?

    /// More than any key or certificate has, in bytes.
    public static let limit = 64 * 1024

    public init(_ bytes: some Collection<UInt8>) throws(WireError) {
        guard bytes.count <= Self.limit else { throw .tooLong(length: bytes.count, limit: Self.limit) }
        self.bytes = Array(bytes)
        var reader = WireReader(self.bytes)
        type = try reader.text(limit: 64)
        guard !type.isEmpty, type.utf8.allSatisfy({ 0x21...0x7e ~= $0 && $0 != UInt8(ascii: ",") }) else {
            throw .malformed("a key type that is no name")
        }
        modulusBits = try Self.checkShape(type: type, &reader)
    }

    private static func checkShape(type: String, _ reader: inout WireReader) throws(WireError) -> Int? {
        switch type {
        case KeyType.ed25519:
            let point = try reader.string()
            guard point.count == 32 else { throw .malformed("an ed25519 key of \(point.count) bytes instead of 32") }
        case KeyType.ecdsa256, KeyType.ecdsa384, KeyType.ecdsa521:
            let curve = try reader.text(limit: 64)
            guard type == "ecdsa-sha2-" + curve else { throw .malformed("an ECDSA key whose curve is not its type's") }
            let point = try reader.string()
            guard point.first == 4, point.count == KeyType.pointSize(curve: curve) else {
                throw .malformed("an ECDSA key whose point is not an uncompressed one of its curve")
            }
        case KeyType.rsa:
            _ = try reader.mpint()
            let modulus = try reader.mpint()
            try reader.end()
            return modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        default:
            return nil
        }
        try reader.end()
        return nil
    }

    /// Whether this is an OpenSSH certificate rather than a bare key.
    public var isCertificate: Bool { type.hasSuffix("-cert-v01@openssh.com") }

    /// Whether the private half lives in a FIDO token.
    public var isSecurityKey: Bool { type.hasPrefix("sk-") }
}
