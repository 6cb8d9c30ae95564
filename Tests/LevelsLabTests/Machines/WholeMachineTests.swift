import Testing

@testable import LevelsLab

@Suite(.serialized, .enabled(if: Here.canMakeMachines, Here.machinesNeed))
struct WholeMachineTests {
    @Test func whatOneMachineWritesNoOtherSees() async throws {
        try await Lab.with(Here.machines(5)) { lab in
            let paths = ["/home/app", "/root", "/var/lib", "/etc", "/dev/shm"].map { $0 + "/levels-lab-mark" }
            try await lab.server("host-4").run(["touch"] + paths)
            for name in ["host-5", "host-1", "bastion-a"] {
                let machine = try lab.server(name)
                for path in paths { #expect(try !Disk.exists(machine.seen(path)), "\(name) sees \(path)") }
            }
            for path in paths.dropFirst() { #expect(!Disk.exists(path)) }
        }
    }

    @Test func aMachineHasItsOwnNameAndProcessesOnly() async throws {
        try await Lab.with(Here.machines(5)) { lab in
            #expect(try await lab.ssh("app", "host-5", "hostname") == "host-5\n")
            // One sshd listens, as far as a login can see.
            let seen = try await lab.ssh("app", "host-5", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
            #expect(seen.split(separator: "[listener]", omittingEmptySubsequences: false).count == 2)
        }
    }

    @Test func hostsOfTheCrowdHaveKeysOfTheirOwn() async throws {
        try await Lab.with(Here.machines(6)) { lab in
            #expect(lab.hosts.map(\.name) == (1...6).map { "host-\($0)" })
            #expect(Set(lab.servers.compactMap(\.hostKey)).count == lab.servers.count)
            // Checked strictly against the declared keys.
            for host in lab.hosts {
                let name = try await lab.ssh("app", host.name, "hostname")
                #expect(name == host.name + "\n")
            }
        }
    }

    @Test func theCrowdLetsItsBastionsIn() async throws {
        try await Lab.with(Here.machines(4)) { lab in
            let host = try lab.server("host-4")
            #expect(try await Probe(host.record, from: lab.namespace(of: "bastion-b")).ask() == .greeted)
            for other in ["client", "stranger", "host-1", "bastion-p"] {
                #expect(try await Probe(host.record, from: lab.namespace(of: other)).ask() != .greeted, "\(other)")
            }
        }
    }

    @Test(.enabled(if: Here.hasSudo, "apt-get install sudo"), arguments: [true, false])
    func opsBecomesRootWhereItMay(sudo: Bool) async throws {
        var options = Here.machines()
        options.sudo = sudo
        try await Lab.with(options) { lab in
            #expect(Disk.text(lab.configFile)?.contains("admin: { user: \"ops\", sudo: \(sudo) }") == true)
            for machine in ["host-1", "bastion-a"] {
                let name = try await lab.ssh("ops", machine, "sudo -n id -un 2>/dev/null || true")
                #expect(name == (sudo ? "root\n" : ""))
            }
        }
    }

    @Test func sshdTakesTheSecondFileToo() async throws {
        try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            try await host.run(["mv", "/home/app/.ssh/authorized_keys", "/home/app/.ssh/authorized_keys2"])
            #expect(try await lab.ssh("app", "host-1", "id -un") == "app\n")
        }
    }

    @Test func sshdIsStrictAboutModes() async throws {
        try await Lab.with(Here.machines()) { lab in
            try await lab.server("host-1").run(["chmod", "777", "/home/app"])
            await #expect(throws: LabFailure.self) { try await lab.ssh("app", "host-1", "true") }
            #expect(try lab.server("host-1").log().contains("bad ownership or modes"))
        }
    }

    @Test func killEndsAllOfAMachineAndItsFilesStay() async throws {
        try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            let pid = try await lab.ssh("app", "host-1", "touch mark; setsid sleep 600 >/dev/null 2>&1 & echo $!")
            let number = pid.filter(\.isNumber)
            #expect(try Disk.exists(host.seen("/proc/\(number)")))
            try await host.kill()
            #expect(!host.isRunning())
            #expect(throws: LabFailure.self) { try host.prefix() }
            try await host.start()
            #expect(try !Disk.exists(host.seen("/proc/\(number)/cwd")))
            #expect(try await lab.ssh("app", "host-1", "ls mark") == "mark\n")
        }
    }

    @Test func sshdEndsAloneAndComesBack() async throws {
        try await Lab.with(Here.machines()) { lab in
            let host = try lab.server("host-1")
            let pid = try await lab.ssh("app", "host-1", "setsid sleep 600 >/dev/null 2>&1 & echo $!")
            try await host.stopListening()
            #expect(host.isRunning() && !host.isListening())
            await #expect(throws: LabFailure.self) { try await lab.ssh("app", "host-1", "true") }
            #expect(try Disk.exists(host.seen("/proc/\(pid.filter(\.isNumber))/cwd")))
            try await host.startListening()
            #expect(host.isListening())
            #expect(try await lab.ssh("app", "host-1", "id -un") == "app\n")
        }
    }

    @Test func anSSHDThatCannotStartIsSaid() async throws {
        var options = Here.machines()
        options.hostConfig = ["NoSuchWord yes"]
        options.folder = LabOptions.freshFolder()
        let wanted = options
        let failure = await #expect(throws: LabFailure.self) { try await Lab.up(wanted) }
        #expect(failure?.message.contains("NoSuchWord") == true)
        #expect(!Disk.exists(options.folder ?? ""))
    }
}
