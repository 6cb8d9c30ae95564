import Fleet
import Inventory
import Journal
import Reach

/// The lines of one command that changes machines: one before anything is changed, one for each machine.
struct ChangeRecord: Sendable {
    private let command: String
    private let machines: [Machine]
    private let inventory: Inventory
    private let talk: Talk
    private let reason: String?
    private let keeper: JournalKeeper
    /// The same on all lines of the command.
    private let id = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    /// - Parameter machines: those that are going to be changed.
    init(_ command: String, of machines: [Machine], _ inventory: Inventory, reason: String?, _ talk: Talk) {
        self.command = command
        self.reason = reason
        self.machines = machines
        self.inventory = inventory
        self.talk = talk
        let names = Set(machines.flatMap(\.environments))
        keeper = JournalKeeper(
            .current,
            isRequired: inventory.environments.contains { $0.mustBeWrittenDown && names.contains($0.name) }, talk)
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

    /// - Parameter reach: how the machines were reached.
    func end(_ applied: FleetApplication, _ reach: ReachOptions) async {
        keeper.writeAfter(
            applied.refusals.map { refusal in
                JournalEntry(
                    time: JournalKeeper.now, event: "change",
                    [
                        "change": .text(id), "who": .text(Operator.name), "command": .text(command),
                        "outcome": .text("refused: " + refusal.message),
                    ])
            })
        let lines = keeper.writeAfter(applied.machines.map(entry))
        await deliver(zip(applied.machines, lines).map { ($0.machine, $1) }, reach)
    }

    /// To the syslog of a bastion of each VPC that has environments which ask for it. A change is never held up by that:
    /// taking a key away does not wait for a logger.
    private func deliver(_ lines: [(machine: Machine, line: JournalLine)], _ reach: ReachOptions) async {
        let asking = inventory.environments.filter { $0.syslog == .required }
        for vpc in Set(asking.map(\.vpc)).sorted() {
            let names = Set(asking.filter { $0.vpc == vpc }.map(\.name))
            let concerned = lines.filter { $0.machine.vpc == vpc && !names.isDisjoint(with: $0.machine.environments) }
            guard let machine = concerned.first?.machine else { continue }
            let failure: String?
            do {
                failure = try await withBastion(towards: machine, reach) { await $0.log(concerned.map(\.line)) }?.text
            } catch {
                failure = (error as? Unreached)?.message ?? CommandFailure(error).message
            }
            if let failure {
                talk.say("warning: the syslog of VPC \(vpc) has no line of the change: \(Escaped.text(failure))")
            }
        }
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
                "login_keys": applied.loginKeys.isEmpty ? nil : .texts(applied.loginKeys),
                "address": .text(applied.machine.address.description), "outcome": .text(applied.words),
                "keys_in": keys(.grant), "keys_out": keys(.revocation),
            ])
    }
}
