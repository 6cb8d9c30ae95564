internal import AuthorizedKeys
public import Inventory
public import Reach
import SSH

/// What became of the sessions of some keys on one machine.
public struct MachineSessions: Sendable {
    public let machine: Machine
    /// Fingerprints.
    public let keys: Set<String>
    /// The accounts that were looked at.
    public let users: [String]
    /// Nil where nobody could look.
    public let answer: SessionsAnswer?
    /// Why nobody could, fit for a terminal; nil where somebody did.
    public let trouble: String?

    public init(machine: Machine, keys: Set<String>, users: [String], answer: SessionsAnswer?, trouble: String? = nil) {
        self.machine = machine
        self.keys = keys
        self.users = users
        self.answer = answer
        self.trouble = trouble
    }

    /// What may be going on there still: sessions that would not end, and those of which nobody knows whose they are.
    public var owed: Set<Debt.Claim> {
        guard let answer else { return Self.claims(keys, users, machine) }
        let open = answer.sessions.filter { !$0.isEnded }.map {
            Debt.Claim(.session, machine, account: $0.user, key: $0.key)
        }
        return Self.claims(keys, Array(Set(answer.unknown.map(\.user))), machine).union(open)
    }

    static func claims(_ keys: Set<String>, _ users: [String], _ machine: Machine) -> Set<Debt.Claim> {
        Set(users.flatMap { user in keys.map { Debt.Claim(.session, machine, account: user, key: $0) } })
    }

    /// One line, escaped.
    public var words: String {
        guard let answer else { return "sessions not known: \(trouble ?? "nobody has looked")" }
        let ended = answer.sessions.count(where: \.isEnded)
        let open = answer.sessions.filter { !$0.isEnded }
        var parts = [counted(ended, "session") + " ended"]
        if !open.isEmpty { parts.append("not ended: " + open.map { "process \($0.process)" }.joined(separator: ", ")) }
        if !answer.unknown.isEmpty {
            let list = answer.unknown.prefix(8).map { "process \($0.process) of \($0.user)" }
            let log =
                answer.hasLog ? "the log does not say whose these are" : "there is no log that says whose these are"
            parts.append("\(log): " + list.joined(separator: ", "))
        }
        return parts.joined(separator: "; ")
    }

    /// Something to type there; nil where nothing is owed.
    public var hint: String? {
        guard !owed.isEmpty else { return nil }
        guard let answer else { return "the same again, once it answers" }
        let numbers = (answer.sessions.filter { !$0.isEnded }.map(\.process) + answer.unknown.map(\.process)).prefix(8)
        return "look there: ps -o pid,lstart,args -p \(numbers.map(String.init).joined(separator: ",")); "
            + "kill ends one; then the same again"
    }

    public var fact: Fact {
        .record(
            of: machine,
            [
                "known": .truth(answer != nil),
                "message": .text(words),
                "sessions": .list(
                    (answer?.sessions ?? []).map {
                        .record([
                            "process": .number($0.process), "account": .text($0.user), "key": .text($0.key),
                            "from": .text($0.from), "ended": .truth($0.isEnded),
                        ])
                    }),
                "unknown": .list(
                    (answer?.unknown ?? []).map {
                        .record(["process": .number($0.process), "account": .text($0.user)])
                    }),
            ])
    }
}

extension FleetWork {
    /// Ends the sessions that were opened with some keys.
    /// - Parameter keys: fingerprints, by machine; machines without any are not asked.
    public func endSessions(
        of keys: [(machine: Machine, keys: Set<String>)],
        onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in }
    ) async -> [MachineSessions] {
        let wanted = keys.filter { !$0.keys.isEmpty }
        let byMachine = Dictionary(wanted.map { ($0.machine, $0.keys) }, uniquingKeysWith: { $0.union($1) })
        let visits = await withReach(wanted.map(\.machine), reach, onEvent: onEvent) { reached in
            await MachineWork(self, reached).endSessions(of: byMachine[reached.machine] ?? [])
        }
        return visits.map { visit in
            switch visit.result {
            case .success(let sessions): sessions
            case .failure(let unreached):
                MachineSessions(
                    machine: visit.machine, keys: byMachine[visit.machine] ?? [], users: users(on: visit.machine),
                    answer: nil, trouble: unreached.reason.message)
            }
        }
    }

    func users(on machine: Machine) -> [String] { ((try? declared.accounts(on: machine)) ?? []).map(\.user) }
}

extension MachineWork {
    func endSessions(of keys: Set<String>) async -> MachineSessions {
        let users = work.users(on: reached.machine)
        func said(_ answer: SessionsAnswer?, _ trouble: String? = nil) -> MachineSessions {
            MachineSessions(machine: reached.machine, keys: keys, users: users, answer: answer, trouble: trouble)
        }
        guard let request = SessionsRequest(fingerprints: keys.sorted(), users: users) else {
            return said(nil, "levels.yaml names accounts that no machine can have")
        }
        do {
            let answer = try await run(
                .endSessions, request.input, on: reached.session, limit: 1 << 20, within: work.limits.sessions)
            return said(try SessionsAnswer.read(answer, to: request))
        } catch {
            return said(nil, Self.why(error))
        }
    }
}
