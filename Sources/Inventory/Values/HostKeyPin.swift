internal import AuthorizedKeys

/// A server's public key, as declared: what it must prove to hold before anything else is said to it.
///
/// Written as OpenSSH writes it in `/etc/ssh/ssh_host_*_key.pub`: type, base64, and perhaps a comment.
public struct HostKeyPin: Sendable, Hashable {
    public enum KeyType: String, Sendable, Hashable, CaseIterable {
        case ed25519 = "ssh-ed25519"
        case ecdsa256 = "ecdsa-sha2-nistp256"
        case ecdsa384 = "ecdsa-sha2-nistp384"
        case ecdsa521 = "ecdsa-sha2-nistp521"
        case rsa = "ssh-rsa"
    }

    public let type: KeyType
    /// The key in SSH wire form (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4): what a server sends.
    public let blob: [UInt8]
    public let comment: String
    /// Type and base64, as a known_hosts file has them behind a name (sshd(8)).
    public let line: String

    /// Longer than any key that is taken, RSA of 16384 bits included.
    static let longestLine = 4096

    public init(_ line: String) throws(BrokenRule) {
        guard !line.utf8.isEmpty, line.utf8.count <= Self.longestLine else {
            throw BrokenRule("must be the line of a public key: type and base64")
        }
        let fields = line.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        let name = String(fields[0]) ?? ""
        guard let type = KeyType(rawValue: name) else {
            throw BrokenRule(
                "the type of a host key must be one of " + Self.typeNames.joined(separator: ", "),
                suggestion: Spelling.nearest(to: name, among: Self.typeNames))
        }
        let key = try Self.key(on: line, type)
        self.type = type
        blob = key.key.blob
        self.line = key.key.text
        comment = String(decoding: key.comment.bytes, as: UTF8.self)
        guard !comment.unicodeScalars.contains(where: Characters.isControl) else {
            throw BrokenRule("a key is one line, without control characters")
        }
    }

    /// The key that the line holds, if it is whole, of the type in front of it, and nothing more.
    private static func key(on line: String, _ type: KeyType) throws(BrokenRule) -> KeyLine {
        let parsed: KeyLine
        do throws(KeyError) {
            parsed = try KeyLine(parsing: line)
        } catch {
            throw switch error {
            case .notAKey, .badBase64: BrokenRule("the type must be followed by one space and the key in base64")
            case .malformed(.otherType), .unknownType, .certificate:
                BrokenRule("the type inside the key must be the type in front of it, \(type.rawValue)")
            case .malformed(.modulusTooShort(let bits)): tooShort(bits)
            case .notOneLine, .privateKey, .malformed: BrokenRule(error.message)
            }
        }
        guard let exponent = parsed.key.rsaExponent else { return parsed }
        guard exponent != [1], (exponent.last ?? 0) & 1 == 1 else {
            throw BrokenRule("the exponent of an RSA key is odd and greater than 1")
        }
        guard parsed.key.bits >= 2048 else { throw tooShort(parsed.key.bits) }
        return parsed
    }

    private static func tooShort(_ bits: Int) -> BrokenRule {
        BrokenRule("an RSA key must have 2048 to 16384 bits; this one has \(bits)")
    }

    static let typeNames = KeyType.allCases.map(\.rawValue)
}

extension HostKeyPin: CustomStringConvertible {
    /// The type and the length alone; a whole key helps nobody in a message.
    public var description: String { "\(type.rawValue) (\(blob.count) bytes)" }
}
