import AuthorizedKeys
import Fleet
import Inventory
import LevelsLab
import Testing

/// Each class of line, at a real sshd that would allow everything, and what must not be possible with it.
@Suite(.timeLimit(.minutes(5)))
struct RenderedLineTests {
    /// A person whose grants are rendered for a machine on which everything leads to loopback.
    private func lines(
        of person: (String) throws -> Person, at gate: Gate, open port: Int, on role: DeclaredAccount.Purpose,
        syslog: Syslog = .journalOnly
    ) throws -> [String] {
        var declaring = Declaring()
        let place = "127.0.0.1:\(port)"
        declaring.environments = [
            try Declaring.environment(
                "prod", hosts: role == .app ? ["10.0.0.1:22"] : [place],
                databases: [[role == .app ? place : "10.0.0.9:1"]], syslog: syslog)
        ]
        let inventory = try declaring.inventory()
        let keys = DeclaredKeys(
            inventory: inventory, roster: Roster(folder: "", people: [try person(gate.key)]))
        let vpc = try #require(inventory.vpc(named: "net"))
        let accounts =
            role == .app
            ? try keys.accounts(onHostAt: try HostPort("10.0.0.1:22"), in: vpc) : try keys.accounts(onBastionsOf: vpc)
        return try #require(accounts.first { $0.purposes == [role] }).lines
    }

    private func person(
        _ level: AccessLevel, until: String? = nil, from: [String] = [], name: String = "Alice", admin: Bool = false
    ) -> (String) throws -> Person {
        { key in
            try Declaring.person(
                "alice", ["prod": level], keys: [key], name: name, from: from, until: until, admin: admin)
        }
    }

    /// What a line of a class must not do, whichever it is.
    private func expectNoWayAround(_ gate: Gate, port: Int) async throws {
        for target in ["127.0.0.1:\(port ^ 1)", "localhost:\(port)", "[::1]:\(port)"] {
            let told = try await gate.ssh(["-W", target, "gate"])
            #expect(told.exit == 255 && told.log.contains("but the request was denied"), "\(target): \(told.errors)")
        }
        for listening in ["0", "127.0.0.1:0", "*:0", "NONE:1", "none:1"] {
            // With a listener that stood the command would run, or be refused with 77.
            let told = try await gate.ssh(["-R", "\(listening):127.0.0.1:\(port)", "gate", "true"])
            #expect(told.exit == 255, "\(listening)")
            #expect(told.errors.contains("remote port forwarding failed"), "\(listening): \(told.errors)")
        }
    }

    private func expectNothingRuns(_ gate: Gate) async throws {
        let refusal = "levels-ssh: this key opens tunnels and runs no commands; you come from "
        let command = try await gate.ssh(["gate", "id; touch \(gate.folder)/ran"])
        #expect(command.exit == 77 && command.output == "" && command.errors.contains(refusal))
        let shell = try await gate.ssh(["-T", "gate"])
        #expect(shell.exit == 77 && shell.output == "")
        let terminal = try await gate.ssh(["-tt", "gate", "tty"])
        #expect(terminal.exit != 0 && !terminal.output.contains("/dev/"), "\(terminal.output)")
        #expect(terminal.log.contains("restrict") || terminal.errors.contains("PTY allocation request failed"))
        let files = try await gate.ssh(["-s", "gate", "sftp"])
        #expect(files.exit == 77 && files.output == "")
        let agent = try await gate.ssh(["-A", "gate", "ssh-add -l"], prefix: ["ssh-agent"])
        #expect(agent.exit == 77 && agent.log.contains("agent forwarding disabled"), "\(agent.log)")
        #expect(!FileCheck.exists(gate.folder + "/ran"))
    }

    private func expectForwards(_ gate: Gate, to port: Int) async throws {
        let told = try await gate.ssh(["-W", "127.0.0.1:\(port)", "gate"])
        #expect(told.exit == 0, "\(told.errors)")
        #expect(told.output == Greeter.greeting, "\(told.errors)")
    }

    private func at(
        _ role: DeclaredAccount.Purpose, _ person: @escaping (String) throws -> Person,
        _ options: Gate.Options = Gate.Options(), syslog: Syslog = .journalOnly,
        _ body: (Gate, Int) async throws -> Void
    ) async throws {
        try await Greeter.with { port in
            try await Gate.with(options) { gate in
                try gate.authorize(try lines(of: person, at: gate, open: port, on: role, syslog: syslog))
                try await body(gate, port)
            }
        }
    }

    @Test("a tunnel's key on a bastion leads to the host's SSH port and does nothing else")
    func jump() async throws {
        try await at(.jump, person(.tunnel)) { gate, port in
            try await expectForwards(gate, to: port)
            try await expectNoWayAround(gate, port: port)
            try await expectNothingRuns(gate)
        }
    }

    @Test("a shell's key on a bastion does no more than a tunnel's")
    func jumpOfAShell() async throws {
        try await at(.jump, person(.shell)) { gate, port in
            try await expectForwards(gate, to: port)
            try await expectNoWayAround(gate, port: port)
            try await expectNothingRuns(gate)
        }
    }

    @Test("a key that may write to a bastion's syslog runs nothing else, whatever it is asked for as")
    func syslog() async throws {
        try await at(.jump, person(.tunnel), syslog: .required) { gate, port in
            try await expectForwards(gate, to: port)
            try await expectNoWayAround(gate, port: port)
            try await expectNothingRuns(gate)
            for asked in [
                "touch \(gate.folder)/ran; levels-ssh-syslog", "touch \(gate.folder)/ran # levels-ssh-syslog",
                "; touch \(gate.folder)/ran; : levels-ssh-syslog", "$(touch \(gate.folder)/ran) levels-ssh-syslog",
            ] {
                // It asks for syslog, and has no line for it.
                let told = try await gate.ssh(["gate", asked])
                #expect(told.exit == 0 && told.output == "" && told.errors == "", "\(asked): \(told.errors)")
                #expect(!FileCheck.exists(gate.folder + "/ran"), "\(asked)")
            }
            for other in ["levels-ssh-syslog", "x levels-ssh-syslog ", "levels-ssh-syslogs"] {
                let told = try await gate.ssh(["gate", other])
                #expect(told.exit == 77, "\(other): \(told.errors)")
            }
        }
    }

    @Test("a tunnel's key on a host leads to the declared database and does nothing else")
    func tunnel() async throws {
        try await at(.app, person(.tunnel)) { gate, port in
            try await expectForwards(gate, to: port)
            try await expectNoWayAround(gate, port: port)
            try await expectNothingRuns(gate)
        }
    }

    @Test(
        "a shell's key on a host has commands, a terminal and file transfer, and leads to the declared database alone")
    func shell() async throws {
        try await at(.app, person(.shell)) { gate, port in
            try await expectForwards(gate, to: port)
            try await expectNoWayAround(gate, port: port)
            try await expectToRun(gate)
        }
    }

    @Test("an admin's key on a bastion has commands and leads to the hosts alone")
    func admin() async throws {
        try await at(.admin, person(.tunnel, admin: true)) { gate, port in
            try await expectForwards(gate, to: port)
            try await expectNoWayAround(gate, port: port)
            try await expectToRun(gate)
        }
    }

    private func expectToRun(_ gate: Gate) async throws {
        let command = try await gate.ssh(["gate", "echo out; exit 3"])
        #expect(command.exit == 3 && command.output == "out\n")
        let terminal = try await gate.ssh(["-tt", "gate", "tty"])
        #expect(terminal.exit == 0 && terminal.output.contains("/dev/"), "\(terminal.output)")
        let files = try await gate.ssh(["-s", "gate", "sftp"])
        #expect(files.exit == 0, "\(files.errors)")
        let agent = try await gate.ssh(["-A", "gate", "echo \"agent=$SSH_AUTH_SOCK\""], prefix: ["ssh-agent"])
        #expect(agent.output == "agent=\n" && agent.log.contains("agent forwarding disabled"), "\(agent.log)")
        let windows = try await gate.ssh(
            ["-Y", "gate", "echo \"display=$DISPLAY\""], environment: ["DISPLAY": "127.0.0.1:99"])
        #expect(windows.output == "display=\n", "\(windows.errors)")
    }

    /// What the others prove is worth nothing if this server would have refused it anyhow.
    @Test("with a bare line all of it is possible")
    func bare() async throws {
        try await Greeter.with { port in
            try await Gate.with { gate in
                try gate.authorize([gate.key])
                try await expectForwards(gate, to: port)
                let other = try await gate.ssh(["-W", "localhost:\(port)", "gate"])
                #expect(other.output == Greeter.greeting)
                let agent = try await gate.ssh(["-A", "gate", "echo \"agent=$SSH_AUTH_SOCK\""], prefix: ["ssh-agent"])
                #expect(agent.output.hasPrefix("agent=/"), "\(agent.output)")
                let windows = try await gate.ssh(
                    ["-Y", "gate", "echo \"display=$DISPLAY\""], environment: ["DISPLAY": "127.0.0.1:99"])
                // sshd wants xauth(1) for it.
                #expect(windows.output.hasPrefix("display=localhost:") || !FileCheck.isInstalled("xauth"))
                // A listener that stands leaves the command to run.
                let listening = try await gate.ssh(["-R", "0:127.0.0.1:\(port)", "gate", "echo listening"])
                #expect(listening.exit == 0 && listening.output == "listening\n")
                let none = try await gate.ssh(["-R", "\(gate.folder)/u:127.0.0.1:\(port)", "gate", "echo listening"])
                #expect(none.exit == 255, "the lab's sshd allows no Unix sockets")
            }
        }
    }

    @Test("no line stops a listening Unix socket, and sshd_config does")
    func unixSockets() async throws {
        for (setting, exit) in [("yes", Int32(0)), ("no", 255)] {
            let options = Gate.Options(config: ["AllowStreamLocalForwarding \(setting)"])
            try await at(.app, person(.shell), options) { gate, port in
                let listening = try await gate.ssh(["-R", "\(gate.folder)/u:127.0.0.1:\(port)", "gate", "true"])
                #expect(listening.exit == exit, "\(setting): \(listening.errors)")
            }
        }
    }

    @Test(
        "a key is taken until the end of its last day in UTC",
        arguments: [("2026-01-01", 255), ("2099-12-31", 0), ("9999-12-31", 0)] as [(String, Int32)])
    func expiry(_ until: String, _ exit: Int32) async throws {
        try await at(.app, person(.shell, until: until)) { gate, _ in
            let told = try await gate.ssh(["gate", "true"])
            #expect(told.exit == exit, "\(told.errors)")
            if exit != 0 { #expect(told.log.contains("expired"), "\(told.log)") }
        }
    }

    @Test(
        "on a bastion a key is taken from its networks alone",
        arguments: [(["127.0.0.0/8"], 77), (["192.0.2.0/24", "2001:db8::/32"], 255)] as [([String], Int32)])
    func from(_ networks: [String], _ exit: Int32) async throws {
        try await at(.jump, person(.tunnel, from: networks), Gate.Options(hasAddress: true)) { gate, _ in
            let told = try await gate.ssh(["gate", "true"])
            #expect(told.exit == exit, "\(told.errors)\(told.log)")
        }
    }

    @Test("a hostile name is a comment, and nothing else")
    func names() async throws {
        let name = "x\" no-restrict,\u{1b}]0;t\u{7} $(touch ran) `id` \\\nssh-ed25519 AAAA"
        try await at(.app, person(.tunnel, name: name)) { gate, port in
            try await expectForwards(gate, to: port)
            try await expectNothingRuns(gate)
        }
    }

    @Test("sshd takes a line that leads to a thousand hosts")
    func longLine() async throws {
        try await Gate.with { gate in
            var declaring = Declaring()
            let hosts = (0..<1000).map { "10.7.\($0 / 250).\($0 % 250):22" }
            declaring.environments = [try Declaring.environment("prod", hosts: hosts, databases: [])]
            let inventory = try declaring.inventory()
            let bob = try Declaring.person("bob", keys: [gate.key], admin: true)
            let keys = DeclaredKeys(inventory: inventory, roster: Roster(folder: "", people: [bob]))
            let accounts = try keys.accounts(onBastionsOf: try #require(inventory.vpc(named: "net")))
            try gate.authorize(try #require(accounts.first { $0.user == "ops" }).lines)
            #expect(try await gate.ssh(["gate", "echo in"]).output == "in\n")
        }
    }

    @Test("sshd reads the example's revoked_keys, lets others in, and keeps those in it out")
    func revokedKeys() async throws {
        let example = try #require(FileCheck.text(Repository.revokedKeys))
        try await Gate.with { gate in
            let revoked = Gate.Options(config: ["RevokedKeys \(gate.folder)/revoked"])
            try await Gate.with(revoked) { other in
                try other.authorize([other.key])
                try FileCheck.write(example, to: gate.folder + "/revoked")
                #expect(try await other.ssh(["gate", "true"]).exit == 0)
                try FileCheck.write(example + other.key + " left\n", to: gate.folder + "/revoked")
                #expect(try await other.ssh(["gate", "true"]).exit == 255)
                // Why a line that sshd cannot read is an error of ours.
                try FileCheck.write(example + "\r\n", to: gate.folder + "/revoked")
                #expect(try await other.ssh(["gate", "true"]).exit == 255)
            }
        }
    }
}
