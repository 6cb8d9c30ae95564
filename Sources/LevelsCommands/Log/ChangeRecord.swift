import Fleet
import Inventory
import Journal

/// The lines of one command that changes machines: one before anything is changed, one for each machine.
struct ChangeRecord: Sendable {
    private let command: String
    private let machines: [Machine]
    private let reason: String?
    private let keeper: JournalKeeper
    /// The same on all lines of the command.
    private let id = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    /// - Parameter machines: those that are going to be changed.
    init(_ command: String, of machines: [Machine], _ inventory: Inventory, reason: String?, _ talk: Talk) {
        self.command = command
        self.reason = reason
        self.machines = machines
        let names = Set(machines.flatMap(\.environments))
        keeper = JournalKeeper(
            .current, isRequired: inventory.environments.contains { $0.protected && names.contains($0.name) }, talk)
    }

    func begin() throws(CommandFailure) {
        var environments: [String] = []
        for name in machines.flatMap(\.environments) where !environments.contains(name) { environments.append(name) }
        try keeper.writeBefore([
            JournalEntry(
                time: JournalKeeper.now, event: "change_beginning",
                [
                    "change": .text(id), "who": .text(Operator.name), "command": .text(command),
                    "envs": .texts(environments), "machines": .number(Int64(machines.count)),
                    "reason": reason.map { .text($0) },
                ])
        ])
    }

    func end(_ applied: FleetApplication) {
        keeper.writeAfter(
            applied.refusals.map { refusal in
                JournalEntry(
                    time: JournalKeeper.now, event: "change",
                    [
                        "change": .text(id), "who": .text(Operator.name), "command": .text(command),
                        "outcome": .text("refused: " + refusal.message),
                    ])
            } + applied.machines.map(entry))
    }

    private func entry(_ applied: AppliedMachine) -> JournalEntry {
        func keys(_ kind: Debt.Kind) -> JournalValue? {
            let keys = (applied.plan?.claims ?? []).filter { $0.kind == kind }.map { "\($0.account) \($0.key)" }
            return keys.isEmpty ? nil : .texts(keys.sorted())
        }
        return JournalEntry(
            time: JournalKeeper.now, event: "change",
            [
                "change": .text(id), "who": .text(Operator.name), "command": .text(command),
                "envs": .texts(applied.machine.environments), "machine": .text(applied.machine.name),
                "address": .text(applied.machine.address.description), "outcome": .text(applied.words),
                "keys_in": keys(.grant), "keys_out": keys(.revocation),
            ])
    }
}
