/// What can be wrong with what a server sends before anything is encrypted. Texts in it are as they came: `message`
/// escapes them.
public enum GreetingError: Error, Hashable, Sendable {
    /// So many lines, or bytes, came that no version line can be expected any more.
    case endlessBanner(first: String)
    /// A version line that is none.
    case malformedVersion(String)
    /// SSH, and another one than 2.0.
    case unsupportedVersion(String)
    /// A first packet that is longer than 35000 bytes: random bytes, or not SSH at all. In bytes.
    case oversizePacket(length: Int)
    case malformedPacket(String)
    /// The server went away at once, with this reason in its own words.
    case disconnected(reason: String)
    /// A first packet with another message than KEXINIT.
    case notKeyExchange(message: UInt8)

    public var message: String {
        switch self {
        case .endlessBanner(let first): "not an SSH server: text without end, beginning \"\(Self.shown(first))\""
        case .malformedVersion(let line): "not an SSH server: a malformed version line \"\(Self.shown(line))\""
        case .unsupportedVersion(let line): "the server speaks \"\(Self.shown(line))\", and SSH 2.0 is needed"
        case .oversizePacket(let length): "the server's first packet is \(length) bytes long, at most 35000 are allowed"
        case .malformedPacket(let what): "the server's first packet is malformed: \(what)"
        case .disconnected(let reason): "the server ended the connection: \"\(Self.shown(reason))\""
        case .notKeyExchange(let message): "the server's first packet is message \(message) instead of a key exchange"
        }
    }

    public var hint: String {
        switch self {
        case .endlessBanner, .malformedVersion: "check address and port: something else than sshd answers there"
        case .unsupportedVersion: "the server has to be updated"
        case .oversizePacket, .malformedPacket, .notKeyExchange:
            "check address and port, and whether something between here and the server changes what passes"
        case .disconnected: "look into the server's log"
        }
    }

    private static func shown(_ text: String) -> String { escapedForTerminal(text, limit: 120) }
}
