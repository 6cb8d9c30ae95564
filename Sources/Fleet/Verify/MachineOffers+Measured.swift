/// What a machine says of itself, for whoever asks it from outside.
extension MachineOffers {
    /// The same, asked within the MaxAuthTries that its sshd has said (`sshd -T`), where it has.
    public func measured(by plans: [MachinePlan]) -> MachineOffers {
        guard let tries = plans.first(where: { $0.machine == machine })?.maxAuthTries else { return self }
        return MachineOffers(machine: machine, accounts: accounts, maxAuthTries: tries)
    }
}

extension Verification {
    /// The same, with what was read on the machines that bears on their answers: sshd takes its own clock for the end of a
    /// key (`expiry-time`).
    public func noting(_ plans: [MachinePlan]) -> Verification {
        let asked = Set(results.map(\.machine))
        let clocks = plans.filter { asked.contains($0.machine) }.flatMap { plan in
            plan.notes.compactMap { note -> MachineNote? in
                if case .clock = note { MachineNote(machine: plan.machine, note: note) } else { nil }
            }
        }
        var noted = Verification(results: results, ways: ways, notes: notes + clocks)
        noted.whitelists = whitelists
        return noted
    }
}
