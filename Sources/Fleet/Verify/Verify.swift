public import Inventory
public import Reach

/// What is to be proven of a machine.
public struct MachineOffers: Sendable {
    public let machine: Machine
    public let accounts: [AccountOffers]
    /// Its sshd's MaxAuthTries, where that was measured; otherwise what is usual.
    public let maxAuthTries: Int

    public init(machine: Machine, accounts: [AccountOffers], maxAuthTries: Int = 6) {
        self.machine = machine
        self.accounts = accounts
        self.maxAuthTries = maxAuthTries
    }
}

/// Asks the sshd of every machine about keys, without their private halves: at hosts over one login at a bastion, and
/// with its address; at bastions from here, and with ours.
///
/// Each connection ends in a login with a key of the operator's where the account is to have one: that leaves no fine and
/// no failed login in a log. Where it does not, and sshd fines, ``OfferPace`` keeps connections apart.
public func verify(
    _ machines: [MachineOffers], _ options: ReachOptions, onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in }
) async -> Verification {
    let offers = Dictionary(machines.map { ($0.machine, $0) }) { first, _ in first }
    let visits = await eachDoor(machines.map(\.machine), options, onEvent: onEvent) { door in
        guard let wanted = offers[door.machine] else { return .success(Examined()) }
        return await Examiner(door: door, wanted: wanted).run()
    }
    return Verification(
        results: visits.flatMap { visit in
            switch visit.result {
            case .success(let examined): return examined.results
            case .failure(let failure):
                return (offers[visit.machine]?.accounts ?? []).flatMap { account in
                    account.offers.map { offer in
                        OfferResult(
                            machine: visit.machine, user: account.user, offer: offer,
                            outcome: .unanswered(failure.reason))
                    }
                }
            }
        },
        ways: visits.flatMap { visit in
            switch visit.result {
            case .success(let examined): return examined.ways
            case .failure:
                return (offers[visit.machine]?.accounts ?? []).map { account in
                    AccountWays(machine: visit.machine, user: account.user, offered: [], others: [], isKnown: false)
                }
            }
        })
}
