@testable import LevelsLab

/// A real ssh-agent on a socket in a folder of the test's.
struct RealAgent: Sendable {
    let socket: String

    static func with(in folder: String, _ body: (RealAgent) async throws -> Void) async throws {
        let program = try Programs.find("ssh-agent", install: "apt-get install openssh-client")
        let agent = RealAgent(socket: folder + "/agent")
        let process = try Spawn.server(
            [program, "-D", "-a", agent.socket], environment: [:], log: folder + "/agent.log")
        do {
            let answers = try await Patience.until(within: .seconds(20)) { () throws(LabFailure) in
                Disk.exists(agent.socket)
            }
            if !answers { throw LabFailure.notPossible("ssh-agent does not start", hint: Disk.tail(of: folder)) }
            try await body(agent)
        } catch {
            try? await ProcessTree.kill(process)
            throw error
        }
        try await ProcessTree.kill(process)
    }

    func add(_ path: String) async throws {
        let program = try Programs.find("ssh-add", install: "apt-get install openssh-client")
        try await Command.run(["/usr/bin/env", "SSH_AUTH_SOCK=" + socket, program, "-q", path])
    }
}
