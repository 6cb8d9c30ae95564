import NIOPosix

/// Threads that may wait, apart from those that tasks run on.
struct BenchThreads: Sendable {
    private let pool: NIOThreadPool

    static func with<Value>(
        _ count: Int, _ body: (BenchThreads) async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        let pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
        let result: Result<Value, LabFailure>
        do throws(LabFailure) { result = .success(try await body(BenchThreads(pool: pool))) } catch {
            result = .failure(error)
        }
        try? await pool.shutdownGracefully()
        return try result.get()
    }

    func run<Value: Sendable>(_ body: @escaping @Sendable () throws(LabFailure) -> Value) async throws(LabFailure)
        -> Value
    {
        if Task.isCancelled { throw .interrupted }
        do {
            return try await pool.runIfActive { try body() }
        } catch let failure as LabFailure {
            throw failure
        } catch {
            throw .interrupted
        }
    }
}
