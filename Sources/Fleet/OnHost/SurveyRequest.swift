/// What ``HostScript/survey`` is asked: everything about some accounts, in one go.
public struct SurveyRequest: Sendable, Hashable {
    public static let limit = 64
    /// In bytes; the largest answer to any request.
    public static let answerLimit = 32 << 20

    public let users: [String]

    /// Nil for a name that no line of a `passwd` could have, or more accounts than a machine of ours has.
    public init?(users: [String]) {
        guard users.count <= Self.limit, users.allSatisfy(AccountName.isGood) else { return nil }
        self.users = users
    }

    /// All of its stdin.
    public var input: [UInt8] { Array(users.map { $0 + "\n" }.joined().utf8) + Array(".\n".utf8) }
}

/// The user names of levels.yaml, which are portable ones: they go into `sshd -T -C user=...`, between commas.
enum AccountName {
    static func isGood(_ name: String) -> Bool {
        guard (1...32).contains(name.utf8.count), name.utf8.first != UInt8(ascii: "-"), name != "." else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
        }
    }
}
