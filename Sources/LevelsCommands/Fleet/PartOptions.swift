import ArgumentParser
import Fleet
import Inventory

/// What is looked at of a machine.
struct PartOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Only this of each machine, and nothing else is looked at or changed: keys, login (how sshd lets people in) or \
            whitelist (who may come to a bastion). May be repeated, or be a list with commas. Default: all of it.
            """, valueName: "part"),
        completion: .list(PlanPart.allCases.map(\.rawValue)))
    var only: [PartList] = []

    var parts: Set<PlanPart> {
        only.isEmpty ? .all : only.reduce(into: []) { $0.formUnion($1.parts) }
    }
}

/// `keys`, or `keys,whitelist`.
struct PartList: ExpressibleByArgument {
    let parts: Set<PlanPart>

    init?(argument: String) {
        var parts: Set<PlanPart> = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let part = PlanPart(rawValue: String(name)) else { return nil }
            parts.insert(part)
        }
        self.parts = parts
    }
}
