/// How much a roster may hold: far more than anybody's does. keys.schema.json says the same.
enum RosterLimits {
    /// Entries of the folder.
    static let files = 4096
    /// Bytes of a person's file.
    static let personFile = 1 << 16
    /// Bytes of revoked_keys.
    static let revokedFile = 1 << 22
    static let keys = 16
    static let from = 32
    static let access = Limits.environments
    /// Characters of the line of a key: OpenSSH's largest RSA key has 16384 bits, which are 2800 characters.
    static let keyLine = 8192
}
