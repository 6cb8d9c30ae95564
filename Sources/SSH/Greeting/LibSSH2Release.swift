/// A release of libssh2, as far as it matters which one: what each can negotiate, from its release notes and sources.
public struct LibSSH2Release: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let major: Int
    public let minor: Int
    public let patch: Int

    public init(_ major: Int, _ minor: Int, _ patch: Int) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// From `1.11.1`, or `1.11.1_DEV`. Nil for anything else.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let parts = digits.split(separator: ".").map { Int($0) }
        guard parts.count == 3, let major = parts[0], let minor = parts[1], let patch = parts[2] else { return nil }
        self.init(major, minor, patch)
    }

    public var description: String { "\(major).\(minor).\(patch)" }

    public static func < (left: LibSSH2Release, right: LibSSH2Release) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    /// The first release that sends a token's signature as it must be sent, with flags and counter behind it.
    public static let firstWithSecurityKeys = v1_11

    /// Whether keys in tokens can be offered with it.
    public var signsWithSecurityKeys: Bool { self >= Self.firstWithSecurityKeys }

    /// What is wrong with one that does not, for a message.
    static func withoutSecurityKeys(_ library: LibSSH2Release?) -> String {
        "libssh2\(library.map { " \($0)" } ?? " of an unknown version") cannot use it, "
            + "\(firstWithSecurityKeys) and later can"
    }

    /// The first release, from 1.10.0 on, that can do this with OpenSSL; nil where none can. Not listed, because in
    /// none of them: sntrup761x25519-sha512 and mlkem768x25519-sha256. Not listed, because not safe: everything with
    /// SHA-1 or CBC.
    static func first(with name: String, _ kind: AlgorithmMismatch.Kind) -> LibSSH2Release? {
        switch kind {
        case .keyExchange: keyExchange[name]
        case .hostKey: hostKey[name]
        case .cipherToServer, .cipherToClient: cipher[name]
        case .macToServer, .macToClient: mac[name]
        case .compressionToServer, .compressionToClient: compression[name]
        }
    }

    private static let v1_10 = LibSSH2Release(1, 10, 0)
    private static let v1_11 = LibSSH2Release(1, 11, 0)
    private static let v1_11_1 = LibSSH2Release(1, 11, 1)

    private static let keyExchange = [
        "curve25519-sha256": v1_10, "curve25519-sha256@libssh.org": v1_10,
        "ecdh-sha2-nistp256": v1_10, "ecdh-sha2-nistp384": v1_10, "ecdh-sha2-nistp521": v1_10,
        "diffie-hellman-group-exchange-sha256": v1_10, "diffie-hellman-group14-sha256": v1_10,
        "diffie-hellman-group16-sha512": v1_10, "diffie-hellman-group18-sha512": v1_10,
    ]
    private static let hostKey = [
        "ssh-ed25519": v1_10, "ecdsa-sha2-nistp256": v1_10, "ecdsa-sha2-nistp384": v1_10, "ecdsa-sha2-nistp521": v1_10,
        "rsa-sha2-256": v1_11, "rsa-sha2-512": v1_11,
    ]
    private static let cipher = [
        "aes128-ctr": v1_10, "aes192-ctr": v1_10, "aes256-ctr": v1_10,
        "aes128-gcm@openssh.com": v1_11, "aes256-gcm@openssh.com": v1_11, "chacha20-poly1305@openssh.com": v1_11_1,
    ]
    private static let mac = [
        "hmac-sha2-256": v1_10, "hmac-sha2-512": v1_10,
        "hmac-sha2-256-etm@openssh.com": v1_11, "hmac-sha2-512-etm@openssh.com": v1_11,
    ]
    private static let compression = ["none": v1_10, "zlib": v1_10, "zlib@openssh.com": v1_10]
}
