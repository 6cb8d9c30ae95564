/// Why sshd ignores a line for the sake of its options, or why options cannot be written.
public enum OptionError: Error, Sendable, Hashable {
    /// What stood there, escaped and cut.
    case unknownOption(String)
    case missingStartQuote(option: String)
    case missingEndQuote
    case duplicate(option: String)
    case badExpiryTime(String)
    case badEnvironment(String)
    case badPermission(option: String, String)
    case badTunnel(String)
    case tooMany(option: String)
    /// Only for writing, since sshd reads it and lets nobody in: an empty word, a network with bits behind its prefix.
    case badFrom(String)
    /// Only for writing: a value that cannot be put between quotes, a comment that is not one line, principals without
    /// cert-authority.
    case unwritable(option: String)
    /// Only for writing: longer than sshd(8) promises to read, in bytes.
    case lineTooLong(Int)

    public var message: String {
        switch self {
        case .unknownOption(let text): "sshd knows no option \"\(text)\""
        case .missingStartQuote(let option): "the value of \(option) does not begin with a double quote"
        case .missingEndQuote: "a double quote is not closed"
        case .duplicate(let option): "\(option) is given twice"
        case .badExpiryTime(let text): "\"\(text)\" is no expiry-time"
        case .badEnvironment(let text): "\"\(text)\" is no environment variable with a value"
        case .badPermission(let option, let text): "\"\(text)\" is nothing that \(option) can permit"
        case .badTunnel(let text): "\"\(text)\" is no tunnel device"
        case .tooMany(let option): "\(option) is given more often than sshd reads"
        case .badFrom(let text): "\"\(text)\" is no list of networks and patterns"
        case .unwritable(let option): "the value of \(option) cannot be written into a line of authorized_keys"
        case .lineTooLong(let count): "the line has \(count) bytes, and sshd(8) promises to read \(KeyLine.longest)"
        }
    }

    public var hint: String {
        switch self {
        case .unknownOption: "look it up with: man 8 sshd, at AUTHORIZED_KEYS FILE FORMAT"
        case .missingStartQuote(let option): "write \(option)=\"...\""
        case .missingEndQuote: "close it; a double quote inside a value is written \\\""
        case .duplicate(let option), .tooMany(let option): "give \(option) once, with all that it should say"
        case .badExpiryTime: "write YYYYMMDD or YYYYMMDDHHMMSS, with a Z behind it for UTC"
        case .badEnvironment: "write environment=\"NAME=value\", the name of letters, digits and underscores"
        case .badPermission: "write host:port, or host:* for all ports"
        case .badTunnel: "write a number, or any"
        case .badFrom: "write networks such as 198.51.100.0/24, with commas between them"
        case .unwritable: "leave out control characters, and backslashes in front of quotes and at the end"
        case .lineTooLong: "give shorter values"
        }
    }
}
