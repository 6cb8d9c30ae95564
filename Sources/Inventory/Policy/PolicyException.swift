/// A deviation from the login policy that somebody answers for, for a time.
public struct PolicyException: Sendable, Hashable {
    public let directive: PolicyDirective
    /// What sshd is to go by instead, as `sshd -T` writes it; several values of one directive are joined by blanks.
    public let value: String
    /// Free text.
    public let reason: String
    /// Who answers for it; free text.
    public let owner: String
    /// The last day it holds.
    public let until: ExpiryDay
    /// The only account that it is for; nil where it is for all.
    public let user: String?
    /// The only machines that it is for: bastions by their addresses, hosts by their names. Empty where it is for all.
    public let machines: [String]

    public init(
        directive: PolicyDirective, value: String, reason: String, owner: String, until: ExpiryDay,
        user: String? = nil, machines: [String] = []
    ) {
        self.directive = directive
        self.value = value
        self.reason = reason
        self.owner = owner
        self.until = until
        self.user = user
        self.machines = machines
    }

    /// From so many days before its end on, it is said.
    public static let warnedDays: Int64 = 14

    /// - Parameter now: seconds since 1970-01-01 00:00 UTC.
    public func isOver(at now: Int64) -> Bool { until.isOver(at: now) }

    /// Whether it still holds, and will not in ``warnedDays``.
    public func isEnding(at now: Int64) -> Bool {
        !isOver(at: now) && until.isOver(at: now + Self.warnedDays * 86400)
    }

    func holds(on machine: String) -> Bool { machines.isEmpty || machines.contains(machine) }

    /// A value as it may stand behind a directive in sshd_config(5), whose quotes and comments it must not begin.
    package static func checkValue(_ text: String) throws(BrokenRule) -> String {
        let bytes = text.utf8
        guard (1...Limits.setting).contains(bytes.count), bytes.first != 0x20, bytes.last != 0x20,
            bytes.allSatisfy({ (0x20...0x7E).contains($0) && !"\"'\\#".utf8.contains($0) })
        else {
            throw BrokenRule(
                "must be a value as sshd -T writes it: 1 to \(Limits.setting) printable ASCII characters, without quotes, "
                    + "backslashes and #")
        }
        return text
    }
}
