import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite(.serialized, .enabled(if: Here.canMakeMachines, Here.machinesNeed))
struct TroubleTests {
    @Test func anImpostorIsToldByItsKey() async throws {
        try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            let key = try await host.becomeImpostor()
            #expect(key != host.hostKey)
            let failure = await #expect(throws: LabFailure.self) { try await lab.ssh("app", "host-1", "true") }
            #expect(failure?.message.contains("REMOTE HOST IDENTIFICATION HAS CHANGED") == true)
            try await host.becomeGenuine()
            #expect(try await lab.ssh("app", "host-1", "id -un") == "app\n")
        }
    }

    @Test func aFullHomeTakesNothingMore() async throws {
        try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            let before = host.authorizedKeys(of: "ops")
            try await host.limitHome(of: "ops", kibibytes: 64)
            try await host.fillHome(of: "ops", leaving: 8)
            let room = try await lab.ssh("ops", "host-1", "head -c 8192 /dev/zero > new && rm new && echo fits")
            #expect(room == "fits\n")
            try await host.fillHome(of: "ops")
            let answer = try await lab.ssh("ops", "host-1", "head -c 8192 /dev/zero 2>&1 > new || echo full")
            #expect(answer.hasSuffix("full\n"))
            #expect(host.authorizedKeys(of: "ops") == before)
        }
    }

    @Test func whatSSHDTakesAndWhatNot() async throws {
        try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            let good = String(decoding: try #require(host.authorizedKeys(of: "app")), as: UTF8.self)
            for bad in [.missing, .directory, .unreadable, .noHome, .symbolicLink(to: "nowhere")] as [KeysFile] {
                try await host.put(.text(good), for: "app")
                try await host.put(bad, for: "app")
                await #expect(throws: LabFailure.self, "\(bad)") { try await lab.ssh("app", "host-1", "true") }
                if bad == .noHome { try await host.run(["install", "-d", "-o", "app", "/home/app", "/home/app/.ssh"]) }
            }
            try await host.put(.text(good), for: "app")
            try await host.put(.large(bytes: 10_000_000), for: "app")
            #expect(host.authorizedKeys(of: "app")?.count == 10_000_000)
            #expect(try await lab.ssh("app", "host-1", "id -un") == "app\n")
        }
    }

    @Test func nobodyChangesWhatIsImmutable() async throws {
        let folder = try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            do throws(LabFailure) { try await host.put(.immutable, for: "ops") } catch {
                // The file system has no such thing: said, rather than passed over.
                #expect(error.message.contains("chattr"))
                return lab.folder
            }
            let path = host.authorizedKeysFile(of: "ops")
            #expect(open(path, O_WRONLY | O_APPEND) == -1 && errno == EPERM)
            #expect(try await lab.ssh("ops", "host-1", "id -un") == "ops\n")
            try await host.put(.text("# nothing\n"), for: "ops")
            #expect(Disk.text(path) == "# nothing\n")
            try await host.put(.immutable, for: "ops")
            return lab.folder
        }
        #expect(!Disk.exists(folder))
    }

    @Test(.enabled(if: LabServer.fakeTime != nil, "apt-get install libfaketime"))
    func aWrongClockIsWrongForEveryone() async throws {
        try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            let keys = String(decoding: try #require(host.authorizedKeys(of: "app")), as: UTF8.self)
            let dated = keys.split(separator: "\n").map { "expiry-time=\"20990101Z\" \($0)\n" }.joined()
            try await host.put(.text(dated), for: "app")
            #expect(try await lab.ssh("app", "host-1", "id -un") == "app\n")
            let century = 100 * 365 * 86_400
            try await host.setClock(ahead: .seconds(century))
            let command = Here.hasSudo ? "sudo -n date +%s" : "date +%s"
            let there = try #require(Int(try await lab.ssh("ops", "host-1", command).filter(\.isNumber)))
            #expect(abs(there - time(nil) - century) < 3600)
            // sshd goes by it as well.
            await #expect(throws: LabFailure.self) { try await lab.ssh("app", "host-1", "true") }
            try await host.setClock(ahead: .zero)
            #expect(try await lab.ssh("app", "host-1", "id -un") == "app\n")
        }
    }

    @Test func loginsAreCounted() async throws {
        try await Lab.with(Here.machines()) { lab in
            let bastion = try lab.server("bastion-a")
            let mark = bastion.logMark()
            _ = try await lab.ssh("ops", "bastion-a", "true")
            #expect(bastion.connections(since: mark) == 1)
            let logins = bastion.logins(since: mark)
            #expect(logins.map(\.user) == ["ops"])
            #expect(logins.first?.fingerprint.hasPrefix("SHA256:") == true)
            #expect(logins.first?.address == lab.state.network?.machine("client")?.outside)
            #expect(bastion.drops() == 0)
        }
    }

    @Test func sessionsAreSeenWhileTheyLast() async throws {
        try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            #expect(try host.sessions().isEmpty)
            let client = try Spawn.server(
                try lab.sshWords("app", "host-1") + ["sleep 600"],
                environment: ["PATH": "/usr/bin:/bin", "HOME": lab.folder], log: lab.folder + "/client/ssh.log")
            let isThere = try await Patience.until(within: .seconds(60)) { () throws(LabFailure) in
                try host.sessions().map(\.user) == ["app"]
            }
            #expect(isThere)
            try await ProcessTree.kill(client)
            let isGone = try await Patience.until(within: .seconds(60)) { () throws(LabFailure) in
                try host.sessions().isEmpty
            }
            #expect(isGone)
        }
    }

    @Test func dropsAreCounted() async throws {
        var options = Here.machines()
        options.bastionConfig = ["MaxStartups 1:100:1"]
        try await Lab.with(options) { lab in
            let bastion = try lab.server("bastion-a")
            // One that connects and says nothing takes the only place.
            let bash = try Programs.find("bash", install: "apt-get install bash")
            let log = lab.folder + "/client/silent.log"
            let first = try Spawn.server(
                lab.clientPrefix + [bash, "-c", "exec 3<>/dev/tcp/\(bastion.address)/22; head -c 8 <&3; sleep 600"],
                environment: ["PATH": "/usr/bin:/bin"], log: log)
            let isGreeted = try await Patience.until(within: .seconds(60)) { () throws(LabFailure) in
                Disk.text(log)?.hasPrefix("SSH-2.0-") == true
            }
            #expect(isGreeted)
            await #expect(throws: LabFailure.self) { try await lab.ssh("ops", "bastion-a", "true") }
            #expect(bastion.drops() == 1)
            try await ProcessTree.kill(first)
        }
    }
}
