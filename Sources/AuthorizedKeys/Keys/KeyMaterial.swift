/// The numbers and points that a public key is made of. Numbers are without zeros in front.
enum KeyMaterial: Sendable, Hashable {
    case ed25519([UInt8])
    /// An uncompressed point (SEC 1 section 2.3.3).
    case ecdsa(Curve, [UInt8])
    case rsa(exponent: [UInt8], modulus: [UInt8])
    case dsa(p: [UInt8], q: [UInt8], g: [UInt8], y: [UInt8])
    /// The application is the relying party's name, `ssh:` as a rule.
    case securityKeyEd25519([UInt8], application: [UInt8])
    case securityKeyECDSA([UInt8], application: [UInt8])

    static func bitCount(_ number: [UInt8]) -> Int {
        guard let first = number.first else { return 0 }
        return number.count * 8 - first.leadingZeroBitCount
    }

    var bits: Int {
        switch self {
        case .ed25519, .securityKeyEd25519, .securityKeyECDSA: 256
        case .ecdsa(let curve, _): curve.bits
        case .rsa(_, let modulus): Self.bitCount(modulus)
        case .dsa(let p, _, _, _): Self.bitCount(p)
        }
    }

    /// The blob, as OpenSSH writes it.
    func blob(_ type: KeyType) -> [UInt8] {
        let name = BlobWriter.string(type.rawValue.utf8)
        switch self {
        case .ed25519(let key): return name + BlobWriter.string(key)
        case .ecdsa(let curve, let point):
            return name + BlobWriter.string(curve.rawValue.utf8) + BlobWriter.string(point)
        case .rsa(let exponent, let modulus):
            return name + BlobWriter.number(exponent) + BlobWriter.number(modulus)
        case .dsa(let p, let q, let g, let y):
            return [p, q, g, y].reduce(name) { $0 + BlobWriter.number($1) }
        case .securityKeyEd25519(let key, let application):
            return name + BlobWriter.string(key) + BlobWriter.string(application)
        case .securityKeyECDSA(let point, let application):
            return name + BlobWriter.string(Curve.nistp256.rawValue.utf8) + BlobWriter.string(point)
                + BlobWriter.string(application)
        }
    }
}

extension BlobReader {
    /// The fields behind the name of the type.
    mutating func material(_ type: KeyType) throws(KeyError) -> KeyMaterial {
        switch type {
        case .ed25519: return .ed25519(try ed25519())
        case .ecdsa256: return .ecdsa(.nistp256, try point(.nistp256))
        case .ecdsa384: return .ecdsa(.nistp384, try point(.nistp384))
        case .ecdsa521: return .ecdsa(.nistp521, try point(.nistp521))
        case .rsa: return .rsa(exponent: try number(), modulus: try number())
        case .dsa: return .dsa(p: try number(), q: try number(), g: try number(), y: try number())
        case .securityKeyEd25519: return .securityKeyEd25519(try ed25519(), application: Array(try text()))
        case .securityKeyECDSA: return .securityKeyECDSA(try point(.nistp256), application: Array(try text()))
        }
    }

    private mutating func ed25519() throws(KeyError) -> [UInt8] {
        let key = try string()
        guard key.count == 32 else { throw .malformed(.badLength) }
        return Array(key)
    }

    private mutating func point(_ curve: Curve) throws(KeyError) -> [UInt8] {
        guard try text().elementsEqual(curve.rawValue.utf8) else { throw .malformed(.otherCurve) }
        let point = try string()
        guard point.first == 4, point.count == curve.pointLength else { throw .malformed(.badLength) }
        guard CurvePoint.isValid(point, on: curve) else { throw .malformed(.pointNotOnCurve) }
        return Array(point)
    }
}
