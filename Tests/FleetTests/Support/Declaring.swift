import AuthorizedKeys
import Inventory

/// Declarations made by hand: one VPC `net`, with environments, people and addresses of a test's choice.
struct Declaring {
    /// Keys that nobody has the private halves of.
    static let keys = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBTmIXdVb78soxj7aabLrvP8R3kxgUpKm/+DzKF5S4j8",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILGpGQ1ZeViGsQc/iVozV+oQYOrm842Ld7vmwEh0xOE+",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIESE7SK1fstqMx3sBCyY7bU7LloezvPPqgqaapfq3Yu2",
    ]

    var jump = "jump"
    var admin: AdminAccount? = AdminAccount(user: "ops", sudo: true)
    var whitelist: [String] = []
    var expiredWhitelist: [String] = []
    var environments: [Environment] = []

    static func environment(
        _ name: String, user: String = "app", hosts: [String], unreachable: [String] = [], databases: [[String]],
        vpc: String = "net", foreign: ForeignKeys = .keep, syslog: Syslog = .journalOnly
    ) throws -> Environment {
        var list: [Host] = []
        for address in hosts + unreachable {
            list.append(
                Host(
                    name: "h\(list.count)", address: try HostPort(address), hostKeys: [],
                    databaseReachable: !unreachable.contains(address)))
        }
        return Environment(
            name: name, vpc: vpc, protected: false, hosts: HostGroup(user: user, list: list),
            databases: try databases.enumerated().map { number, endpoints in
                Database(
                    name: "d\(number)", engine: .tcp, writer: try HostPort(endpoints[0]),
                    reader: endpoints.count > 1 ? try HostPort(endpoints[1]) : nil, databaseName: nil, user: nil,
                    password: nil, localPort: nil)
            }, foreign: foreign, syslog: syslog)
    }

    static func person(
        _ id: String, _ access: [String: AccessLevel] = [:], keys: [String] = [Self.keys[0]], name: String = "",
        from: [String] = [], until: String? = nil, admin: Bool = false
    ) throws -> Person {
        Person(
            id: id, name: name.isEmpty ? id.uppercased() : name,
            keys: try keys.map { PersonKey(key: try PublicKey(parsing: $0)) },
            access: access.sorted { $0.key < $1.key }.map { Grant(environment: $0.key, level: $0.value) },
            from: try from.map { try CIDR($0) }, until: try until.map { try ExpiryDay($0) }, isAdmin: admin)
    }

    func inventory() throws -> Inventory {
        func entries(_ networks: [String]) throws -> [WhitelistEntry] {
            try networks.map { WhitelistEntry(cidr: try CIDR($0), owner: "office", until: nil) }
        }
        let vpc = VPC(
            name: "net", cidr: try CIDR("10.0.0.0/8"), whitelist: try entries(whitelist),
            bastions: [Bastion(address: try HostPort("b:22"), hostKeys: [])], user: jump, admin: admin, knownHosts: [],
            expiredWhitelist: try entries(expiredWhitelist))
        let other = VPC(
            name: "other", cidr: try CIDR("172.16.0.0/12"), whitelist: [], bastions: [], user: jump, admin: nil,
            knownHosts: [])
        return Inventory(path: "/levels.yaml", identities: [], vpcs: [vpc, other], environments: environments)
    }
}
