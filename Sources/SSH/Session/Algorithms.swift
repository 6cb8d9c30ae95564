/// What we are ready to agree on, in order of preference. Everything in it is held safe today; what libssh2 offers
/// beyond it (CBC, SHA-1, group1, DSA) is never proposed, nor is group exchange: there the server chooses the group, and
/// one of 16384 bits would hold an event loop for seconds. A name that the libssh2 in use does not know is left out of
/// the proposal by libssh2 itself.
public struct Algorithms: Sendable, Hashable {
    public var keyExchange: [String]
    public var hostKey: [String]
    public var ciphers: [String]
    public var macs: [String]

    /// Fastest first. libssh2 decrypts 16 bytes a call, so a cipher is as fast as its cheapest call: aes128-ctr with
    /// hmac-sha2-256 leads with 1.10 and 1.11 alike, and AES-GCM (1.11) follows, though elsewhere it would win.
    public static let preferred = Algorithms(
        keyExchange: [
            "curve25519-sha256", "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
            "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512",
            "diffie-hellman-group14-sha256",
        ],
        hostKey: [
            "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
            "rsa-sha2-512", "rsa-sha2-256",
        ],
        ciphers: [
            "aes128-ctr", "aes192-ctr", "aes256-ctr",
            "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
        ],
        macs: [
            "hmac-sha2-256", "hmac-sha2-512",
            "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com",
        ])

    public init(keyExchange: [String], hostKey: [String], ciphers: [String], macs: [String]) {
        self.keyExchange = keyExchange
        self.hostKey = hostKey
        self.ciphers = ciphers
        self.macs = macs
    }

    /// As they go into a KEXINIT, which names those of either direction by themselves.
    var lists: AlgorithmLists {
        AlgorithmLists(
            keyExchange: keyExchange, hostKey: hostKey, ciphersToServer: ciphers, ciphersToClient: ciphers,
            macsToServer: macs, macsToClient: macs, compressionToServer: ["none"], compressionToClient: ["none"])
    }
}
