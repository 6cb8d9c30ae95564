import Inventory
import Tunnel

extension DatabasePlan {
    /// What the declared state knows of a failure of the tunnel. Without a roster that can be read it knows nothing, and
    /// that is not what the command has failed of.
    func known(of error: any Error, _ rooms: Rooms) -> [String] {
        guard let access = (error as? TunnelFailure)?.access else { return [] }
        do throws(CommandFailure) {
            let declared = try rooms.roster(request.file)
            guard let environment = declared.inventory.environment(named: request.environment) else { return [] }
            return AccessExplanation(
                inventory: declared.inventory, environment: environment, roster: declared.roster,
                now: Inventory.currentTime()
            ).lines(for: access)
        } catch {
            return []
        }
    }
}
