import Testing

@testable import LevelsLab

@Suite struct LoopbackLabTests {
    @Test(.enabled(if: Here.hasMariaDB, "apt-get install mariadb-server"))
    func mariadbAnswersThroughBothHops() async throws {
        try await Lab.with(Here.options(.loopback, engines: [.mysql])) { lab in
            let database = try #require(lab.databases.first)
            let rows = try await Query.run(
                "select name from `release` order by id", on: database, of: lab, through: "host-1")
            #expect(rows == "portal\ncheckout\nsearch\n")
        }
    }

    @Test(.enabled(if: Here.hasPostgres, "apt-get install postgresql"))
    func postgresAnswersThroughBothHops() async throws {
        try await Lab.with(Here.options(.loopback, engines: [.postgres])) { lab in
            let database = try #require(lab.databases.first)
            let rows = try await Query.run(
                "select name from release order by id", on: database, of: lab, through: "host-2")
            #expect(rows == "portal\ncheckout\nsearch\n")
        }
    }

    @Test(.enabled(if: Here.hasMariaDB, "apt-get install mariadb-server"))
    func userMayNotWrite() async throws {
        try await Lab.with(Here.options(.loopback, engines: [.mysql])) { lab in
            let database = try #require(lab.databases.first)
            await #expect(throws: LabFailure.self) {
                try await Query.run("delete from `release`", on: database, of: lab, through: "host-1")
            }
            let count = try await Query.run("select count(*) from `release`", on: database, of: lab, through: "host-1")
            #expect(count == "3\n")
        }
    }

    @Test func bastionForwardsToHostsOnly() async throws {
        try await TCPServer.with(.echo) { target in
            var options = Here.options(.loopback)
            options.targets = [LabTarget(name: "echo", host: "127.0.0.1", port: target.port)]
            try await Lab.with(options) { lab in
                let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
                let words = [ssh, "-F", lab.sshConfigFile, "-W", "127.0.0.1:\(target.port)"]
                #expect(try await Command.run(words + ["host-1"], input: "through") == "through")
                await #expect(throws: LabFailure.self) { try await Command.run(words + ["bastion-a"], input: "past") }
                #expect(try lab.server("bastion-a").log().contains("but the request was denied"))
            }
        }
    }

    @Test func downLeavesNothing() async throws {
        let engines: [LabEngine] = Here.hasPostgres ? [.postgres] : []
        let folder = try await Lab.with(Here.options(.loopback, engines: engines)) { lab in
            let running = try await Here.processes(of: lab.folder, nil)
            #expect(!running.isEmpty)
            return lab.folder
        }
        #expect(!Disk.exists(folder))
        #expect(try await Here.processes(of: folder, nil).isEmpty)
    }

    @Test func aFailingBodyIsCleanedUpAfter() async throws {
        struct Mishap: Error {}
        var folder = ""
        await #expect(throws: Mishap.self) {
            try await Lab.with(Here.options(.loopback)) { lab in
                folder = lab.folder
                throw Mishap()
            }
        }
        #expect(!folder.isEmpty && !Disk.exists(folder))
    }

    @Test func cancelledStartIsCleanedUpAfter() async throws {
        var options = Here.options(.loopback)
        let folder = LabOptions.freshFolder()
        options.folder = folder
        let started = AsyncStream<Void>.makeStream()
        options.progress = { _ in started.continuation.yield() }
        let wanted = options
        let task = Task { try await Lab.up(wanted) }
        for await _ in started.stream { break }
        task.cancel()
        await #expect(throws: LabFailure.interrupted) { try await task.value }
        #expect(!Disk.exists(folder))
        #expect(try await Here.processes(of: folder, nil).isEmpty)
    }

    @Test func serverThatWasNotRecordedYetIsEnded() async throws {
        var options = Here.options(.loopback)
        options.folder = LabOptions.freshFolder()
        let builder = try LabBuilder(options)
        try builder.begin()
        let orphan = try Spawn.server(
            ["/bin/sleep", "300"], environment: [Command.mark: builder.folder], log: "/dev/null")
        try await Teardown(file: builder.file).run()
        #expect(!ProcessTree.isAlive(orphan))
        #expect(!Disk.exists(builder.folder))
    }

    @Test func foreignProcessWithARecordedNumberIsLeftAlone() async throws {
        let foreign = try Spawn.server(["/bin/sleep", "300"], environment: [:], log: "/dev/null")
        try await Lab.with(Here.options(.loopback)) { lab in
            let server = try lab.server("host-3")
            try await server.kill()
            try lab.file.update { state in
                guard let index = state.servers.firstIndex(where: { $0.name == "host-3" }) else { return }
                state.servers[index].process = ProcessIdentity(pid: foreign.pid, started: foreign.started &- 1)
            }
            await #expect(throws: LabFailure.self) { try await server.kill() }
        }
        #expect(ProcessTree.isAlive(foreign))
        try await ProcessTree.kill(foreign)
    }

    @Test func folderInUseIsNotTaken() async throws {
        try await Lab.with(Here.options(.loopback)) { lab in
            var options = Here.options(.loopback)
            options.folder = lab.folder
            let wanted = options
            await #expect(throws: LabFailure.alreadyUp(folder: lab.folder)) { try await Lab.up(wanted) }
            let isRunning = try lab.server("host-1").isRunning()
            #expect(isRunning)
        }
    }

    @Test func folderWithOtherThingsIsNotTaken() async throws {
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder)
        try Disk.write("dear", to: folder + "/diary")
        var options = Here.options(.loopback)
        options.folder = folder
        let wanted = options
        await #expect(throws: LabFailure.self) { try await Lab.up(wanted) }
        #expect(Disk.text(folder + "/diary") == "dear")
        try Disk.removeAll(folder)
    }
}
