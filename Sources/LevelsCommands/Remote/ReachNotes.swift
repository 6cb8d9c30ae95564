import Inventory
import Reach

extension Reporter {
    /// How hosts are reached, for people: what was given up for another one always, the rest with `-v`.
    func reaching(_ event: ReachEvent) {
        guard let line = Self.line(event, verbose: verbose), format == .text else { return }
        talk.say(line)
    }

    private static func line(_ event: ReachEvent, verbose: Bool) -> String? {
        switch event {
        case .retrying(let machine, let reason, let pause):
            return Escaped.text("\(machine.role.rawValue) \(machine.name) \(reason.message); again in \(pause.words)")
        case .passedOver(let failure):
            return Escaped.text(
                "bastion \(failure.machine.address): given up: \(failure.reason.message)")
        case .through(let vpc, let bastion) where verbose:
            return Escaped.text("\(vpc): through bastion \(bastion)")
        case .reached(let machine) where verbose:
            return Escaped.text("\(machine.role.rawValue) \(machine.name): logged in")
        case .lent(let machine) where verbose:
            return Escaped.text("\(machine.role.rawValue) \(machine.name): over a session of the background process")
        case .lentInVain(let machine) where verbose:
            return Escaped.text("\(machine.role.rawValue) \(machine.name): that session is of no use; logging in")
        case .through, .reached, .unreached, .lent, .lentInVain: return nil
        }
    }
}
