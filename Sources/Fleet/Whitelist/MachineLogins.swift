internal import AuthorizedKeys
public import Inventory
public import Reach
import SSH

/// From where people have come to a bastion, by its own log.
public struct MachineLogins: Sendable {
    public let machine: Machine
    /// Nil where nobody could look.
    public let answer: LoginsAnswer?
    /// Why nobody could, fit for a terminal: lower case, no final stop; nil where somebody did.
    public let trouble: String?

    public init(machine: Machine, answer: LoginsAnswer?, trouble: String? = nil) {
        self.machine = machine
        self.answer = answer
        self.trouble = trouble
    }
}

/// When somebody last came from a network, as far as the logs of all bastions of its VPC tell.
public enum LastSeen: Sendable, Hashable {
    case at(UTCTime)
    /// Nobody since then, which is as far back as all of the logs go.
    case notSince(UTCTime)
    /// A bastion could not be asked, or has no log.
    case unknown

    public init(_ network: CIDR, in logins: [MachineLogins]) {
        if let time = logins.compactMap({ $0.answer?.last(from: network) }).max() {
            self = .at(time)
        } else if !logins.isEmpty, logins.allSatisfy({ $0.answer?.since != nil }),
            let since = logins.compactMap({ $0.answer?.since }).max()
        {
            self = .notSince(since)
        } else {
            self = .unknown
        }
    }

    public var words: String {
        switch self {
        case .at(let time): time.description
        case .notSince(let time): "not since \(time)"
        case .unknown: "not known"
        }
    }
}

extension FleetWork {
    /// Asks machines from where people have come.
    public func logins(
        _ machines: [Machine], onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in }
    ) async -> [MachineLogins] {
        let visits = await withReach(machines, reach, onEvent: onEvent) { reached in
            await MachineWork(self, reached).logins()
        }
        return visits.map { visit in
            switch visit.result {
            case .success(let logins): logins
            case .failure(let unreached):
                MachineLogins(machine: visit.machine, answer: nil, trouble: unreached.reason.message)
            }
        }
    }
}

extension MachineWork {
    fileprivate func logins() async -> MachineLogins {
        do {
            let said = try await run(
                .logins, [], on: reached.session, limit: LoginsAnswer.limit, within: work.limits.sessions)
            return MachineLogins(machine: reached.machine, answer: try LoginsAnswer.read(said))
        } catch {
            return MachineLogins(machine: reached.machine, answer: nil, trouble: Self.why(error))
        }
    }
}
