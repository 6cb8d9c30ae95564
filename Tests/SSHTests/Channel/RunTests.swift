import LevelsLab
import NIOCore
import SSH
import Testing

/// Commands that are run as one call.
@Suite(.timeLimit(.minutes(10)))
struct RunTests {
    @Test("input goes in, both outputs and the status come out")
    func whole() async throws {
        let input = Pattern(seed: 1).bytes(at: 0, count: 1 << 20)
        try await Login.with { session, _ in
            let over = try await session.run(
                "cat; echo err >&2; exit 3", input: ByteBuffer(bytes: input), limit: 2 << 20, within: Login.limit)
            #expect(over.output == input)
            #expect(over.errorOutput == Array("err\n".utf8))
            #expect(over.exit == .status(3))
            #expect(!over.wasCut)
        }
    }

    @Test("a command that says just as much as it may is heard to its end")
    func exact() async throws {
        try await Login.with { session, _ in
            let over = try await session.run("printf 12345; exit 4", limit: 5, within: Login.limit)
            #expect(over.output == Array("12345".utf8))
            #expect(over.exit == .status(4))
            #expect(!over.wasCut)
        }
    }

    @Test("a command that says too much is cut off, and the session goes on", arguments: ["", " >&2"])
    func tooMuch(stream: String) async throws {
        try await Login.with { session, _ in
            let over = try await session.run("yes\(stream)", limit: 10_001, within: Login.limit)
            #expect(over.wasCut)
            #expect(over.exit == nil)
            #expect(over.output.count + over.errorOutput.count == 10_001)
            let next = try await session.run("exit 7", limit: 100, within: Login.limit)
            #expect(next.exit == .status(7))
        }
    }

    @Test("a command that takes too long is given up, and the session goes on")
    func tooLong() async throws {
        try await Login.with { session, _ in
            let error = await sshError {
                _ = try await session.run("cat; sleep 1000", limit: 100, within: .milliseconds(300))
            }
            guard case .timedOut(.established)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let next = try await session.run("exit 7", limit: 100, within: Login.limit)
            #expect(next.exit == .status(7))
        }
    }

    @Test("a command without an exit status is told from one that succeeded")
    func signal() async throws {
        try await Login.with { session, _ in
            let over = try await session.run("kill -TERM $$", limit: 100, within: Login.limit)
            #expect(over.exit == .signal("TERM"))
        }
    }

    @Test("a session that ends under a command says why")
    func cut() async throws {
        try await Login.with { session, _ in
            let error = await sshError {
                // Its parent is the sshd of this connection.
                _ = try await session.run("kill -KILL $PPID; sleep 1000", limit: 100, within: Login.limit)
            }
            guard case .closed(.established)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("a caller who is cancelled is not kept waiting")
    func cancelled() async throws {
        try await Login.with { session, _ in
            let error = await withTaskGroup { group in
                group.addTask {
                    await sshError { _ = try await session.run("sleep 1000", limit: 100, within: Login.limit) }
                }
                // It is under way once the session has answered somebody who came later.
                _ = try? await session.run("exit 0", limit: 100, within: Login.limit)
                group.cancelAll()
                return await group.next() ?? nil
            }
            guard case .closed? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
