import COpenSSL
import LevelsLab

@testable import AuthorizedKeys

/// Public keys made on the spot, of numbers that nobody has the other half of.
enum Made {
    static func ed25519(_ generator: inout SeededGenerator) throws -> PublicKey {
        try PublicKey(blob: string("ssh-ed25519") + BlobWriter.string(generator.bytes(32)))
    }

    static func securityKey(_ generator: inout SeededGenerator) throws -> PublicKey {
        try PublicKey(
            blob: string("sk-ssh-ed25519@openssh.com") + BlobWriter.string(generator.bytes(32)) + string("ssh:"))
    }

    /// A modulus of so many bits, odd, and otherwise of any numbers.
    static func modulus(_ bits: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        var modulus = generator.bytes((bits + 7) / 8)
        let high = (bits - 1) % 8
        modulus[0] = modulus[0] & (1 << UInt8(high) - 1) | 1 << UInt8(high)
        modulus[modulus.count - 1] |= 1
        return modulus
    }

    static func rsa(modulus: [UInt8], exponent: [UInt8] = [1, 0, 1]) throws -> PublicKey {
        try PublicKey(blob: rsaBlob(modulus: modulus, exponent: exponent))
    }

    static func rsaBlob(modulus: [UInt8], exponent: [UInt8] = [1, 0, 1]) -> [UInt8] {
        string("ssh-rsa") + BlobWriter.number(exponent) + BlobWriter.number(modulus)
    }

    static func dsa(_ generator: inout SeededGenerator) throws -> PublicKey {
        try PublicKey(
            blob: [1024, 160, 1023, 1022].reduce(string("ssh-dss")) {
                $0 + BlobWriter.number(modulus($1, &generator))
            })
    }

    static func ecdsa(_ curve: Curve, _ generator: inout SeededGenerator) throws -> PublicKey {
        try PublicKey(
            blob: string("ecdsa-sha2-" + curve.rawValue) + string(curve.rawValue)
                + BlobWriter.string(point(curve, &generator)))
    }

    static func securityKeyECDSA(_ generator: inout SeededGenerator) throws -> PublicKey {
        try PublicKey(
            blob: string("sk-ecdsa-sha2-nistp256@openssh.com") + string("nistp256")
                + BlobWriter.string(point(.nistp256, &generator)) + string("ssh:"))
    }

    /// A multiple of the curve's generator.
    static func point(_ curve: Curve, _ generator: inout SeededGenerator) -> [UInt8] {
        let group = EC_GROUP_new_by_curve_name(curve.identifier)
        let point = EC_POINT_new(group)
        let secret = generator.bytes(28)
        let factor = BN_bin2bn(secret, Int32(secret.count), nil)
        defer {
            BN_free(factor)
            EC_POINT_free(point)
            EC_GROUP_free(group)
        }
        EC_POINT_mul(group, point, factor, nil, nil, nil)
        var bytes = [UInt8](repeating: 0, count: curve.pointLength)
        EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, &bytes, bytes.count, nil)
        return bytes
    }

    static func string(_ text: String) -> [UInt8] { BlobWriter.string(text.utf8) }

    static func base64(_ bytes: [UInt8]) -> String { String(decoding: Base64.encode(bytes), as: UTF8.self) }

    /// One key of each type that OpenSSH 9.2 reads.
    static func oneOfEach(_ generator: inout SeededGenerator) throws -> [PublicKey] {
        [
            try ed25519(&generator), try ecdsa(.nistp256, &generator), try ecdsa(.nistp384, &generator),
            try ecdsa(.nistp521, &generator), try rsa(modulus: modulus(2048, &generator)),
            try securityKey(&generator), try securityKeyECDSA(&generator), try dsa(&generator),
        ]
    }
}
