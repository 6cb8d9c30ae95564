import Fleet
import Inventory
import Reach
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How far fleet work has come, in one line of a terminal that is written over; nothing where stderr is no terminal.
final class FleetProgress: Sendable {
    private let talk: Talk
    private let count: Int
    private let isShown: Bool
    private let isVerbose: Bool
    private let done = Mutex((reached: 0, unreached: 0))

    init(_ reporter: Reporter, of count: Int) {
        talk = reporter.talk
        isVerbose = reporter.verbose
        self.count = count
        let terminal = ProcessEnvironment.read()["TERM"] ?? "dumb"
        isShown =
            reporter.format == .text && !reporter.verbose && terminal != "dumb" && isatty(reporter.talk.errors) == 1
    }

    func note(_ event: ReachEvent) {
        if isVerbose { tell(event) }
        guard isShown else { return }
        let now = done.withLock { done -> (reached: Int, unreached: Int)? in
            switch event {
            case .reached: done.reached += 1
            case .unreached: done.unreached += 1
            case .through, .retrying, .lent, .lentInVain, .passedOver: return nil
            }
            return done
        }
        guard let now else { return }
        let missing = now.unreached == 0 ? "" : ", \(now.unreached) not reached"
        talk.overwrite("\(now.reached + now.unreached) of \(count) machines\(missing)")
    }

    private func tell(_ event: ReachEvent) {
        switch event {
        case .through(let vpc, let bastion): talk.say(Escaped.text("\(vpc): through bastion \(bastion)"))
        case .reached(let machine): talk.say(Escaped.text("\(machine.role.rawValue) \(machine.name): logged in"))
        case .retrying(let machine, let reason, let pause):
            talk.say(
                Escaped.text("\(machine.role.rawValue) \(machine.name) \(reason.message); again in \(pause.words)"))
        case .unreached(let unreached): talk.say(Escaped.text(unreached.message))
        case .lent, .lentInVain: break
        case .passedOver(let failure):
            talk.say(
                Escaped.text("bastion \(failure.machine.name): given up: \(failure.reason.message)"))
        }
    }

    func end() {
        if isShown { talk.overwrite(nil) }
    }
}
