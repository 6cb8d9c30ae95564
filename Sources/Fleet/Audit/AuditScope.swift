public import Inventory

/// How much of the estate an audit is of. Of people it is always of everybody.
public struct AuditScope: Sendable, Hashable {
    /// The only one that was asked for; nil for all.
    public let environment: String?
    /// Whether single machines were asked for.
    public let isOfSomeMachines: Bool
    /// That were to be looked at.
    public let machines: [Machine]

    public init(environment: String?, isOfSomeMachines: Bool, machines: [Machine]) {
        self.environment = environment
        self.isOfSomeMachines = isOfSomeMachines
        self.machines = machines
    }

    public var isWhole: Bool { environment == nil && !isOfSomeMachines }

    /// `environment dev alone, 1 machine (host host-1), everybody in the roster`
    public var words: String {
        let estate =
            environment.map { "environment \($0) alone" } ?? (isWhole ? "the whole estate" : "not the whole estate")
        let names = isOfSomeMachines ? " (\(machines.map(AuditLine.name).joined(separator: ", ")))" : ""
        return "\(estate), \(counted(machines.count, "machine"))\(names), everybody in the roster"
    }

    var fact: Fact {
        .record([
            "whole": .truth(isWhole), "environment": environment.map { .text($0) },
            "machines": .list(machines.map { .record(of: $0) }),
        ])
    }
}
