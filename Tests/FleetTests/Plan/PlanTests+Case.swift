import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

/// The host that plans are made for, as it may be found.
extension PlanTests {
    static let now: Int64 = 1_795_000_000
    static let keys = Declaring.keys
    static let foreign =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJuJmLfFWgEFVy2Y1qTs7JqpYyV8eUWJ5FHkUWcOaNs0"

    struct Case {
        var app: [UInt8] = []
        var ops: [UInt8] = []
        var foreign: ForeignKeys = .keep
        var revoked: [String] = []
        var version = SSHDVersion(9, 2)
        var until: String?
        var change: (MeasuredFile) -> MeasuredFile = { $0 }
        var more: [MeasuredFile] = []
        var settings: [String: RawText] = [:]
        var own: [String] = []
        var maxRemovals = 0
        var former: [String] = []
        var pending: PendingChange?
        var last: SettledChange?
        var parts = Set<PlanPart>.all

        func declared() throws -> (Machine, [DeclaredAccount], Roster) {
            var declaring = Declaring()
            declaring.environments = [
                try Declaring.environment("prod", hosts: ["10.0.0.1:22"], databases: [], foreign: foreign)
            ]
            let people = [
                try Declaring.person("alice", ["prod": .shell], keys: [keys[0]], until: until),
                try Declaring.person("bob", keys: [keys[1]], admin: true),
                try Declaring.person("carol", keys: [keys[2]], admin: true),
            ]
            let inventory = try declaring.inventory()
            let roster = Roster(
                folder: "", people: people, revoked: try revoked.map { RevokedKey(key: try PublicKey(parsing: $0)) },
                revokedFile: Array(revoked.joined(separator: "\n").utf8))
            let machine = try #require(inventory.machines.first { $0.role == .host })
            let accounts = try DeclaredKeys(inventory: inventory, roster: roster).accounts(on: machine)
            return (machine, accounts, roster)
        }

        func plan() throws -> MachinePlan {
            let (machine, accounts, roster) = try declared()
            var rules = PlanRules(roster: roster, now: now)
            rules.ownKeys = Set(try own.map { try PublicKey(parsing: $0) })
            rules.formerKeys = Set(try former.map { try PublicKey(parsing: $0) })
            rules.maxRemovals = maxRemovals
            rules.parts = parts
            let measured = MeasuredMachine(
                isRoot: true, clock: HostClock(seconds: now, secondsEastOfUTC: 3600),
                server: SSHServer(version: version, command: "sshd", isKnown: true), clientAddress: "10.0.0.9",
                stateFolder: "/var/lib/levels-ssh", pending: pending, last: last, revokedKeys: nil,
                accounts: [
                    account("app", app, more), account("ops", ops, []),
                ])
            return MachinePlan(machine, declared: accounts, measured: measured, rules: rules)
        }

        private func account(_ user: String, _ bytes: [UInt8], _ more: [MeasuredFile]) -> MeasuredAccount {
            MeasuredAccount(
                user: user, entry: PasswordEntry(user: 7, group: 8, home: RawText("/home/\(user)")),
                home: "/home/\(user)",
                settings: SSHDSettings(values: settings),
                files: [user == "app" ? change(file(bytes)) : file(bytes, user)] + more)
        }
    }

    static func file(
        _ bytes: [UInt8], _ user: String = "app", name: String = "authorized_keys", kind: MeasuredFile.Kind? = nil,
        mode: UInt32 = 0o100640, owner: UInt32 = 7, folder: String? = nil, immutable: Bool = false,
        free: Int64 = 1 << 30
    ) -> MeasuredFile {
        let folder = folder ?? "/home/\(user)/.ssh"
        let path = RawText("\(folder)/\(name)")
        let status = FileStatus(path: path, mode: mode, owner: owner, group: 8, size: Int64(bytes.count), links: 1)
        return MeasuredFile(
            path: path, folder: folder, kind: kind ?? .regular(bytes), status: kind == .missing ? nil : status,
            above: [],
            isImmutable: immutable, freeBytes: free)
    }

    static func lines(_ user: String, _ made: Case = Case()) throws -> [String] {
        try #require(try made.declared().1.first { $0.user == user }).lines
    }

    static func inStep() throws -> Case {
        var made = Case()
        made.app = Array((try lines("app")[0] + "\n").utf8)
        made.ops = Array((try lines("ops").joined(separator: "\n") + "\n").utf8)
        return made
    }

    static func app(_ plan: MachinePlan) throws -> AccountPlan {
        try #require(plan.accounts.first { $0.user == "app" })
    }
}
