import Inventory
import NIOCore
public import Reach
import SSH

/// What the databases' names mean, by VPC, as one of its hosts says: names of one VPC need not be known in another, and
/// that a name is not known keeps nobody away from the address.
///
/// Of a VPC in which no host answers nothing is said.
public func databaseAddresses(
    _ options: ReachOptions, onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in }
) async -> [String: [String: String]] {
    let inventory = options.inventory
    var requests: [String: NamesRequest] = [:]
    for environment in inventory.environments {
        let names = environment.databases.flatMap(\.endpoints).filter { $0.address == nil }.map(\.host)
        let known = requests[environment.vpc]?.names ?? []
        let all = known + names.filter { !known.contains($0) }
        if !all.isEmpty { requests[environment.vpc] = NamesRequest(names: all) }
    }
    // Two of each, in case that one does not answer.
    let hosts = Dictionary(grouping: inventory.machines.filter { $0.role == .host }, by: \.vpc)
    let asked = requests.keys.sorted().flatMap { (hosts[$0] ?? []).prefix(2) }
    let wanted = requests
    let visits = await withReach(asked, options, onEvent: onEvent) { reached -> [String: String] in
        guard let request = wanted[reached.machine.vpc],
            let said = try? await reached.session.run(
                HostScript.names.command(sudo: false), input: ByteBuffer(bytes: request.input), limit: 1 << 17,
                within: .seconds(30))
        else { return [:] }
        return (try? NamesAnswer.read(said.output, to: request)) ?? [:]
    }
    var addresses: [String: [String: String]] = [:]
    for visit in visits {
        guard case .success(let found) = visit.result else { continue }
        addresses[visit.machine.vpc, default: [:]].merge(found) { first, _ in first }
    }
    return addresses
}
