import Inventory
import Tunnel

/// The tunnel of the background that serves as well as one of our own.
enum BackgroundUse {
    /// Whether nobody has said no, for all commands.
    static func isWanted(_ environment: [String: String]) -> Bool { environment["LEVELS_BACKGROUND"] != "no" }

    /// Nil where none is up, or another local end is asked for, or whoever answers may be somebody else.
    static func find(_ plan: DatabasePlan, environment: [String: String]) -> KeptTunnel? {
        guard plan.usesBackground else { return nil }
        let request = plan.request
        let place = BackgroundPlace(vpc: plan.vpc, file: AbsolutePath.of(request.file), environment: environment)
        // Nobody is started for this, and one that does not answer at once is no help.
        guard let client = try? BackgroundClient.to(place, patience: .seconds(2)),
            case .listed(let tunnels) = client.ask(.list)
        else { return nil }
        let name = KeptTunnel.name(request.environment, request.database, isReader: request.useReader)
        return tunnels.first { $0.name == name && $0.state == .up && serves($0, request.listener) }
    }

    private static func serves(_ tunnel: KeptTunnel, _ listener: TunnelRequest.Listener) -> Bool {
        switch listener {
        case .declared: tunnel.endpoint != nil
        case .any: tunnel.port != nil
        case .port(let port): tunnel.port == port
        case .socket(let path?): tunnel.socket == path
        case .socket(nil): tunnel.socket != nil
        }
    }
}
