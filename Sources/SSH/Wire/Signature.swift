/// A signature for user authentication.
public struct Signature: Hashable, Sendable {
    public let algorithm: SignatureAlgorithm

    /// What libssh2's signature callback has to return, and libssh2 puts behind the algorithm's name (RFC 4253 section
    /// 6.6): 64 bytes for ed25519, `mpint r, mpint s` for ECDSA, the PKCS#1 v1.5 signature for RSA. For a security key,
    /// it is all that follows the name: `string signature, byte flags, uint32 counter`, which is what libssh2 from
    /// 1.11.0 on wants; earlier versions cannot send one.
    public let bytes: [UInt8]

    public init(algorithm: SignatureAlgorithm, bytes: [UInt8]) {
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// From `string name, string signature`, with flags and counter after it where it is a security key's.
    init(blob: some Collection<UInt8>, expecting algorithm: SignatureAlgorithm) throws(WireError) {
        var reader = WireReader(Array(blob))
        let name = try reader.text(limit: 64)
        guard name == algorithm.name else {
            throw .malformed("a signature of kind \(escapedForTerminal(name)) instead of \(algorithm.name)")
        }
        switch algorithm {
        case .skED25519, .skECDSA:
            let rest = try reader.take(reader.remaining)
            var inner = WireReader(rest)
            _ = try inner.string()
            _ = try inner.byte()
            _ = try inner.uint32()
            try inner.end()
            self.init(algorithm: algorithm, bytes: Array(rest))
        case .ed25519, .ecdsa256, .ecdsa384, .ecdsa521, .rsaSHA256, .rsaSHA512:
            let raw = Array(try reader.string())
            try reader.end()
            try Self.checkShape(raw, algorithm)
            self.init(algorithm: algorithm, bytes: raw)
        }
    }

    private static func checkShape(_ raw: [UInt8], _ algorithm: SignatureAlgorithm) throws(WireError) {
        switch algorithm {
        case .ed25519:
            guard raw.count == 64 else { throw .malformed("an ed25519 signature of \(raw.count) bytes instead of 64") }
        case .ecdsa256, .ecdsa384, .ecdsa521:
            var numbers = WireReader(raw)
            _ = try numbers.mpint()
            _ = try numbers.mpint()
            try numbers.end()
        default:
            guard !raw.isEmpty else { throw .malformed("an empty signature") }
        }
    }

    /// `string name, string signature`: the form that goes over the wire, for what is not libssh2.
    public var blob: [UInt8] {
        var writer = WireWriter()
        writer.string(algorithm.name)
        switch algorithm {
        case .skED25519, .skECDSA: writer.raw(bytes)
        default: writer.string(bytes)
        }
        return writer.bytes
    }
}
