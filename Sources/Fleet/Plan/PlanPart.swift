public import Inventory

/// What a plan looks at, and an apply changes: all of it, unless it was narrowed.
public enum PlanPart: String, Sendable, Hashable, CaseIterable {
    /// Public keys in accounts, and the list of revoked ones.
    case keys
    /// How people may log in: sshd's configuration.
    case login
    /// Who may come to a bastion's SSH port, by address.
    case whitelist
}

extension Set<PlanPart> {
    public static let all = Set(PlanPart.allCases)

    /// Whether machines of the role have anything of it.
    public func concern(_ role: Machine.Role) -> Bool { role == .bastion || self != [.whitelist] }

    /// In the order in which they are declared.
    public var words: String { PlanPart.allCases.filter(contains).map(\.rawValue).joined(separator: ", ") }

    var fact: Fact { .list(PlanPart.allCases.filter(contains).map { .text($0.rawValue) }) }
}
