/// A user's public key: one of ``KeyType``, whole and well-formed.
///
/// Two keys are equal where sshd takes them for the same, however they were written.
public struct PublicKey: Sendable, Hashable {
    public let type: KeyType
    /// In SSH wire form (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4, PROTOCOL.u2f), as OpenSSH
    /// writes it.
    public let blob: [UInt8]
    let material: KeyMaterial

    /// Below this sshd does not read an RSA key, whatever its configuration says (OpenSSH 7.6 and later).
    public static let leastRSABits = 1024
    /// Longer than any key that sshd reads: DSA with four numbers of 16384 bits.
    static let longestBlob = 9 * 1024

    /// Reads `ssh-ed25519 AAAA... [comment]`, strictly: what OpenSSH itself would not have written is refused, even
    /// where sshd would take it.
    public init(parsing line: String) throws(KeyError) {
        self = try KeyLine(parsing: line).key
    }

    /// Reads a blob, as strictly.
    public init(blob: [UInt8]) throws(KeyError) {
        let (key, isCanonical) = try Self.read(blob)
        guard isCanonical else { throw .malformed(.notCanonical) }
        self = key
    }

    /// Reads a blob as widely as sshd does, and says whether OpenSSH would have written it so.
    static func read(_ blob: [UInt8]) throws(KeyError) -> (key: PublicKey, isCanonical: Bool) {
        guard blob.count <= longestBlob else { throw .malformed(.tooLarge) }
        var reader = BlobReader(blob)
        let name = try reader.text()
        switch KeyName.inner(name) {
        case .certificate(let type): throw .certificate(type)
        case nil: throw .unknownType(RawText(name).escaped(limit: 64))
        case .plain(let type):
            let material = try reader.material(type)
            try reader.finish()
            if case .rsa = material, material.bits < leastRSABits {
                throw .malformed(.modulusTooShort(material.bits))
            }
            let key = PublicKey(type: type, blob: material.blob(type), material: material)
            return (key, reader.isCanonical && key.blob == blob)
        }
    }

    private init(type: KeyType, blob: [UInt8], material: KeyMaterial) {
        self.type = type
        self.blob = blob
        self.material = material
    }

    /// What the size of the key is called: of RSA and DSA the modulus', of the others the field's.
    public var bits: Int { material.bits }

    /// The public exponent of an RSA key, the highest byte first and without zeros in front; nil of another type.
    public var rsaExponent: [UInt8]? {
        if case .rsa(let exponent, _) = material { exponent } else { nil }
    }

    /// `SHA256:...`, as `ssh-keygen -l` and sshd's log have it.
    public var fingerprint: String {
        let hash = Base64.encode(Digest.sha256(blob)).filter { $0 != UInt8(ascii: "=") }
        return "SHA256:" + String(decoding: hash, as: UTF8.self)
    }

    /// Type and base64, without a comment.
    public var text: String { type.rawValue + " " + String(decoding: Base64.encode(blob), as: UTF8.self) }

    public static func == (left: PublicKey, right: PublicKey) -> Bool { left.blob == right.blob }
    public func hash(into hasher: inout Hasher) { hasher.combine(blob) }
}

extension PublicKey: CustomStringConvertible {
    /// The short name and the fingerprint; a whole key helps nobody in a message.
    public var description: String { "\(type.shortName) \(fingerprint)" }
}
