import Inventory
import Reach

/// Hosts of one environment that are to be worked on, decided before anything is dialled.
struct RemotePlan: Sendable {
    let inventory: Inventory
    let environment: Environment
    /// In the order in which they are tried, or shown.
    let hosts: [Host]
    let identities: [String]
    let reason: String?
    /// Whether the sessions of a background process may be used.
    let usesBackground: Bool
    /// What is to be said about levels.yaml.
    let notes: [Finding]

    var machines: [Machine] { hosts.map(environment.machine) }

    /// - Parameters:
    ///   - names: of hosts; none for all, of which a command takes the first that can be had, or every one.
    ///   - prompt: asks for a line on the terminal; nil where there is none.
    static func make(
        _ options: RemoteOptions, hosts names: [String], rooms: Rooms, variables: [String: String],
        prompt: ((_ question: String) -> String?)?
    ) throws(CommandFailure) -> RemotePlan {
        let declared = try rooms.declared(options.config.file)
        let inventory = declared.inventory
        let environment = try inventory.environment(options.env ?? variables["LEVELS_ENV"])
        let hosts = try environment.hosts(named: names)
        try check(hosts, of: environment, in: inventory)
        let reason = try Reason.find(
            Reason.given(options.reason, variables), for: environment.protected ? [environment.name] : [],
            prompt: prompt)
        return RemotePlan(
            inventory: inventory, environment: environment, hosts: hosts, identities: options.identity,
            reason: reason,
            usesBackground: !options.noBackground && BackgroundUse.isWanted(variables), notes: declared.notes)
    }

    /// Refuses a route that leaves the environment's VPC.
    static func check(
        _ hosts: [Host], of environment: Environment, in inventory: Inventory
    ) throws(CommandFailure) {
        do throws(IsolationRefusal) {
            for bastion in inventory.vpc(of: environment)?.bastions ?? [] {
                for host in hosts {
                    try inventory.checkIsolation(environment: environment, bastion: bastion, host: host)
                }
            }
        } catch {
            throw .refused(error.message, hint: error.hint)
        }
    }

    /// How its hosts are reached: with the keys that were named or found.
    func reach(_ rooms: Rooms, _ reporter: Reporter) async throws -> ReachOptions {
        var options = try await rooms.reach(inventory, identities) { note in
            if reporter.verbose { reporter.talk.say("note: " + Escaped.text(note)) }
        }
        options.login = .environment(environment)
        return options
    }
}

extension Environment {
    /// The hosts with these names or addresses, each once; all where there are no names.
    func hosts(named names: [String]) throws(CommandFailure) -> [Host] {
        guard !names.isEmpty else { return hosts.list }
        var chosen: [Host] = []
        for name in names {
            guard let host = hosts.list.first(where: { $0.name == name || $0.address.description == name }) else {
                throw .usage(
                    "there is no host \(name) in environment \(self.name)",
                    hint: "one of \(Inventory.list(hosts.list.prefix(20).map(\.name)))")
            }
            if !chosen.contains(host) { chosen.append(host) }
        }
        return chosen
    }
}
