import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program that is measured: when it was started, and when it said what.
struct WatchedProcess: Sendable {
    let identity: ProcessIdentity
    let begun: ContinuousClock.Instant
    private let said: [EventLoopFuture<ContinuousClock.Instant>]

    /// Starts it; what it writes to stdout or stderr is read until it ends, so that it never waits for us.
    /// - Parameter marks: lines to note the arrival of: each a list of texts, all of which are in the line.
    static func start(
        _ argv: [String], environment: [String: String], marks: [[String]]
    ) async throws(LabFailure) -> WatchedProcess {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError.last("making a pipe") }
        let (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(writeEnd) }
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard null >= 0 else { throw SystemError.last("opening /dev/null") }
        defer { close(null) }

        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promises = marks.map { _ in loop.makePromise(of: ContinuousClock.Instant.self) }
        let program = argv.first ?? ""
        do {
            _ = try await NIOPipeBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let watcher = LineWatcher(program: program, marks: Array(zip(marks, promises)))
                        try channel.pipeline.syncOperations.addHandler(watcher)
                    }
                }
                .takingOwnershipOfDescriptor(input: readEnd).get()
        } catch {
            close(readEnd)
            for promise in promises { promise.fail(LabFailure.interrupted) }
            throw .notPossible("a pipe cannot be watched: \(Escaped.line("\(error)"))", hint: "run it again")
        }
        let begun = ContinuousClock.now
        let identity = try Spawn.start(argv, environment: environment, descriptors: [null, writeEnd, writeEnd])
        return WatchedProcess(identity: identity, begun: begun, said: promises.map(\.futureResult))
    }

    /// How long after the start the line of that mark came.
    func time(of mark: Int, within limit: Duration) async throws(LabFailure) -> Duration {
        let future = said[mark]
        // A promise of its own: the mark's may be asked for again.
        let answer = future.eventLoop.makePromise(of: ContinuousClock.Instant.self)
        let alarm = future.eventLoop.scheduleTask(in: .nanoseconds(Int64(limit / .nanoseconds(1)))) {
            answer.fail(LabFailure.notPossible("the tunnel was not up within \(limit)", hint: "run it by hand"))
        }
        future.cascade(to: answer)
        do {
            let instant = try await answer.futureResult.get()
            alarm.cancel()
            return instant - begun
        } catch {
            alarm.cancel()
            throw error as? LabFailure ?? .interrupted
        }
    }

    /// Ends it and everything that it has started.
    func end() async {
        let identity = identity
        // A task of its own: ours may have been cancelled, and ending awaits things.
        await Task { try? await ProcessTree.end(identity, by: SIGTERM, within: .seconds(5)) }.value
    }
}
