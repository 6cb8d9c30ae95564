@testable import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension TestFolder {
    /// Runs a real ssh-agent for as long as the closure takes, with the keys added.
    @discardableResult
    func withAgent<Result>(
        holding keys: [String], _ body: (_ socket: String) async throws -> Result
    ) async throws -> Result {
        let socket = self("agent.sock")
        let said = try run("ssh-agent", "-s", "-a", socket)
        guard
            let word = said.split(whereSeparator: { $0 == ";" || $0 == "=" || $0 == "\n" }).compactMap({ pid_t($0) })
                .first
        else { throw Failed(description: "ssh-agent does not say its process: \(said)") }
        defer { kill(word, SIGTERM) }
        for key in keys { try shell("SSH_AUTH_SOCK='\(socket)' ssh-add -q '\(key)'") }
        return try await body(socket)
    }
}
