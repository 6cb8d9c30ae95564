import Inventory
import Reach
import SSH
import Tunnel

extension TunnelFailure {
    /// A host that was not reached, as any failure on the way is told.
    ///
    /// - Parameter options: whose keys were offered.
    init(_ unreached: Unreached, _ options: ReachOptions) { self.init(unreached, keys: options.keys) }

    init(_ unreached: Unreached, keys: [[UInt8]]) {
        var (hop, reason) = (Hop.host(unreached.machine.name), unreached.reason)
        if case .noBastion(let address, let inner) = unreached.reason {
            (hop, reason) = (.bastion(address), inner)
        }
        self.init(
            hop: hop, message: reason.message, hint: reason.hint, exit: reason.exit,
            access: reason.access(at: hop, keys))
    }
}

extension Unreached.Reason {
    /// Where the declared state may know more of it.
    fileprivate func access(at hop: Hop, _ keys: [[UInt8]]) -> AccessFailure? {
        switch (self, hop) {
        case (.refused, _): .refused(keys: keys)
        case (.forbidden, _): .notForwarded(keys: keys)
        case (.denied, _): .notRun(keys: keys)
        case (.timedOut(.connecting), .bastion): .unanswered
        default: nil
        }
    }
}

extension RemotePlan {
    /// What the declared state knows of a failure. Without a roster that can be read it knows nothing, and that is not what
    /// the command has failed of.
    func known(of access: AccessFailure?, _ rooms: Rooms) -> [String] {
        guard let access else { return [] }
        do throws(CommandFailure) {
            let declared = try rooms.roster(inventory.path)
            return AccessExplanation(
                inventory: declared.inventory, environment: environment, roster: declared.roster,
                now: Inventory.currentTime()
            ).lines(for: access)
        } catch {
            return []
        }
    }
}
