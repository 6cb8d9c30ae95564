import Testing

@testable import LevelsLab

@Suite(.enabled(if: Here.canMakeNamespaces, "network namespaces need root on Linux, iproute2 and nftables"))
struct NamespaceLabTests {
    @Test(.enabled(if: Here.hasMariaDB, "apt-get install mariadb-server"))
    func onlyAHostReachesTheDatabase() async throws {
        try await Lab.with(Here.options(.netns, engines: [.mysql])) { lab in
            let database = try #require(lab.databases.first)
            // By a name that only hosts know: the far side resolves it.
            #expect(database.host == "db-main.lab.internal")
            let rows = try await Query.run("select count(*) from `release`", on: database, of: lab, through: "host-1")
            #expect(rows == "3\n")
            for machine in ["client", "stranger", "bastion-a", "bastion-p", "host-p"] {
                let answer = try await Probe(database.server.record, from: lab.namespace(of: machine)).ask()
                #expect(answer != .greeted, "\(machine) reaches the database")
            }
            #expect(try await Probe(database.server.record, from: lab.namespace(of: "host-2")).ask() == .greeted)
        }
    }

    @Test func onlyTheWhitelistedReachABastion() async throws {
        try await Lab.with(Here.options(.netns)) { lab in
            let bastion = try lab.server("bastion-a")
            #expect(try await Probe(bastion.record, from: lab.namespace(of: "client")).ask() == .greeted)
            #expect(try await Probe(bastion.record, from: lab.namespace(of: "stranger")).ask() != .greeted)
            let host = try lab.server("host-1")
            #expect(try await Probe(host.record, from: lab.namespace(of: "client")).ask() != .greeted)
            #expect(try await Probe(host.record, from: lab.namespace(of: "bastion-a")).ask() == .greeted)
            #expect(try await Probe(host.record, from: lab.namespace(of: "host-2")).ask() != .greeted)
        }
    }

    @Test func accountsExistInsideOnly() async throws {
        try await Lab.with(Here.options(.netns)) { lab in
            #expect(Account.named("ops") == nil)
            let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
            let name = try await Command.run(lab.clientPrefix + [ssh, "-F", lab.sshConfigFile, "host-1", "id", "-un"])
            #expect(name == "app\n")
        }
    }

    @Test func twoLabsRunAtOnceAndLeaveNothing() async throws {
        let (plans, folders) = try await Lab.with(Here.options(.netns)) { first in
            try await Lab.with(Here.options(.netns)) { second in
                #expect(first.id != second.id)
                return ([first, second].compactMap(\.state.network), [first, second].map(\.folder))
            }
        }
        #expect(plans.count == 2)
        for namespace in plans.flatMap(\.namespaces) {
            #expect(!Disk.exists("/run/netns/\(namespace)"))
            #expect(!Disk.exists("\(Namespaces.etc)/\(namespace)"))
        }
        for folder in folders {
            #expect(!Disk.exists(folder))
            #expect(try await Here.processes(of: folder, nil).isEmpty)
        }
    }

    @Test func relayStandsBeforeTheBastion() async throws {
        var options = Here.options(.netns)
        options.roundTrip = .milliseconds(20)
        try await Lab.with(options) { lab in
            #expect(Disk.text(lab.configFile)?.contains("address: \"127.0.0.1:") == true)
            let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
            let name = try await Command.run(lab.clientPrefix + [ssh, "-F", lab.sshConfigFile, "host-3", "id", "-un"])
            #expect(name == "app\n")
        }
    }
}
