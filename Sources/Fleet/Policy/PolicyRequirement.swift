/// What the value of a directive must be, as `sshd -T` writes it.
public enum PolicyRequirement: Sendable, Hashable {
    /// One of these.
    case oneOf([String])
    /// A number in a range; in seconds where it is a time.
    case number(ClosedRange<Int>)
    /// `start:rate:full`, none of them above these.
    case startups(Int, Int, Int)
    /// Every alternative of `AuthenticationMethods` begins with a public key.
    case publicKeyFirst
    /// `no`; or `yes` where `AuthenticationMethods` asks for it behind a public key, and every alternative begins with one.
    case secondFactorOnly
    /// Something is set at all.
    case anything
    /// One path: what else sshd reads, authorized_keys2 by default, nobody looks at.
    case oneKeysFile
    /// Nothing but these words, or nothing.
    case only([String])
    /// Never, or so many seconds at least.
    case neverOrFrom(Int)
    /// No channel of a tunnel is closed for being silent.
    case sparesTunnels
    /// Whatever it is tuned to, it is not switched off.
    case isOn

    /// - Parameter value: of ``PolicyRule/value(in:)``; nil where it is set to nothing.
    func isMet(by value: String?, in settings: EffectiveSettings) -> Bool {
        switch self {
        case .only(let words): return (value ?? "").split(separator: " ").allSatisfy { words.contains(String($0)) }
        case .sparesTunnels: return Self.sparesTunnels(value ?? "none")
        default: break
        }
        guard let value else { return false }
        switch self {
        case .oneOf(let values): return values.contains(value)
        case .number(let range): return Int(value).map(range.contains) ?? false
        case .startups(let start, let rate, let full):
            let parts = value.split(separator: ":").map { Int($0) }
            guard parts.count == 3, let begin = parts[0], let share = parts[1], let end = parts[2] else { return false }
            return begin <= start && share >= rate && end <= full && end >= begin
        case .publicKeyFirst:
            let ways = value.split(separator: " ")
            return !ways.isEmpty && ways.allSatisfy { $0 == "publickey" || $0.hasPrefix("publickey,") }
        case .secondFactorOnly:
            let ways = settings.value(["authenticationmethods"]) ?? ""
            return value == "no"
                || value == "yes" && ways.contains("keyboard-interactive")
                    && Self.publicKeyFirst.isMet(by: ways, in: settings)
        case .anything: return !value.isEmpty && value != "none"
        case .oneKeysFile: return value.split(separator: " ").count == 1 && value != "none"
        case .neverOrFrom(let seconds): return value == "none" || Int(value).map { $0 == 0 || $0 >= seconds } ?? false
        case .isOn: return value != "no"
        case .only, .sparesTunnels: return false
        }
    }

    /// Types of channels as ChannelTimeout in sshd_config(5) has them, wildcards among them.
    private static func sparesTunnels(_ value: String) -> Bool {
        guard value != "none" else { return true }
        return value.split(separator: " ").allSatisfy { timeout in
            let parts = timeout.split(separator: "=")
            if parts.count == 2, parts[1] == "0" { return true }
            guard let type = parts.first else { return true }
            return ["session", "agent-connection", "x11-connection", "tun-connection"].contains { type.hasPrefix($0) }
        }
    }

    /// Lower case, no final stop.
    public var words: String {
        switch self {
        case .oneOf(let values): values.joined(separator: " or ")
        case .number(let range) where range.upperBound == .max: "\(range.lowerBound) or more"
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .startups(let start, let rate, let full): "\(start):\(rate):\(full) or stricter"
        case .publicKeyFirst: "publickey first, in every alternative"
        case .secondFactorOnly: "no, or a second factor behind publickey in all AuthenticationMethods"
        case .anything: "set"
        case .oneKeysFile: "one file"
        case .only(let words): "nothing but " + words.joined(separator: " ")
        case .neverOrFrom(let seconds): "none, or \(seconds) and more"
        case .sparesTunnels: "none, or of sessions alone"
        case .isOn: "on"
        }
    }
}
