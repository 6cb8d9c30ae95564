import Testing

@testable import LevelsLab

struct WatchedProcessTests {
    private let environment = ["PATH": "/usr/bin:/bin"]

    @Test func `A line is noted that has all of the texts`() async throws {
        let process = try await WatchedProcess.start(
            ["/bin/sh", "-c", "echo one; echo two >&2; echo one two; exec sleep 600"], environment: environment,
            marks: [["one", "two"]])
        #expect(try await process.time(of: 0, within: .seconds(60)) > .zero)
        await process.end()
        #expect(!ProcessTree.isAlive(process.identity))
    }

    @Test func `A program that ends without the line is told with what it said`() async throws {
        let process = try await WatchedProcess.start(
            ["/bin/sh", "-c", "echo no route >&2; exit 1"], environment: environment, marks: [["up"]])
        let failure = await #expect(throws: LabFailure.self) { try await process.time(of: 0, within: .seconds(60)) }
        #expect(failure?.message.contains("no route") == true)
        await process.end()
    }

    @Test func `A program that says nothing is not waited for longer than agreed`() async throws {
        let process = try await WatchedProcess.start(
            ["/bin/sleep", "600"], environment: environment, marks: [["up"]])
        await #expect(throws: LabFailure.self) { try await process.time(of: 0, within: .milliseconds(20)) }
        await process.end()
    }

    @Test func `What descends from a process is counted with it`() async throws {
        let process = try await WatchedProcess.start(
            ["/bin/sh", "-c", "sleep 600 & trap \"kill $!\" TERM; echo up; wait"], environment: environment,
            marks: [["up"]])
        _ = try await process.time(of: 0, within: .seconds(60))
        let tree = ProcessTable.now().tree(of: process.identity)
        let single = ProcessUse.now(of: try #require(tree.last)).resident
        #expect(tree.count == 2)
        #expect(single > 0)
        #expect(ProcessUse.now(of: process.identity).resident > single)
        await process.end()
    }
}
