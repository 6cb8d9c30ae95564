/// What is known of a lab, in one JSON file in its folder: written before anything is started, so that `down` finds
/// what a crash has left.
struct LabState: Codable, Sendable {
    enum Phase: String, Codable { case starting, up }

    var version = 1
    let id: String
    let folder: String
    let mode: LabMode
    var phase = Phase.starting
    /// Process numbers mean nothing after a reboot.
    let boot: String
    let users: LabUsers
    var roundTripMilliseconds: Int
    var network: NetworkPlan?
    var servers: [ServerRecord] = []
    var databases: [DatabaseRecord] = []
    var targets: [LabTarget] = []
    /// Whether bastions and hosts are whole machines; nil is no.
    var wholeMachines: Bool?

    static func bootIdentity() -> String {
        Disk.text("/proc/sys/kernel/random/boot_id")?.split(separator: "\n").first.map(String.init) ?? ""
    }
}

/// One server of the lab: how it was started, and which process it is.
struct ServerRecord: Codable, Sendable {
    enum Greeting: String, Codable { case ssh, mysql, postgres }

    let name: String
    let role: LabServer.Role
    let flavour: LabFlavour?
    /// Which VPC it stands in; a relay stands where the client is.
    let vpc: String?
    /// The network namespace that it runs in.
    var namespace: String?
    /// Where it listens.
    var address: String
    var port: Int
    /// The name by which the hosts know it, where that is not its address.
    var hostName: String?
    var argv: [String]
    let environment: [String: String]
    let log: String
    /// The folder of a whole machine: its process is one that all others on the machine end with.
    var machine: String?
    let greeting: Greeting
    /// Its ed25519 host key: `ssh-ed25519 AAAA...`.
    let hostKey: String?
    /// How it is asked to end by itself; nil is not at all.
    var endsBy: Int32?
    var process: ProcessIdentity?
}

struct DatabaseRecord: Codable, Sendable {
    let name: String
    let engine: LabEngine
    let server: String
    let vpc: String
    let database: String
    let user: String
    let passwordFile: String
}
