import NIOCore
import SSH
import Synchronization

/// What a channel's reader has heard so far, to be waited on.
final class ChannelLog: Sendable {
    struct Heard: Sendable {
        var output: [UInt8] = []
        var errorOutput: [UInt8] = []
        var sawEnd = false
        var end: ChannelEnd?
        var isWritable = true

        var text: String { String(decoding: output, as: UTF8.self) }
        var exit: ExitReport? { if case .byServer(let exit) = end { exit } else { nil } }
        var count: Int { output.count + errorOutput.count }
    }

    private struct State {
        var heard = Heard()
        var waiters: [(isSo: @Sendable (Heard) -> Bool, continuation: CheckedContinuation<Heard, Never>)] = []
    }

    private let state = Mutex(State())

    var now: Heard { state.withLock { $0.heard } }

    func note(_ event: SSH.ChannelEvent) {
        let ready = state.withLock { state in
            switch event {
            case .data(let bytes): state.heard.output += bytes.readableBytesView
            case .standardError(let bytes): state.heard.errorOutput += bytes.readableBytesView
            case .endOfStream: state.heard.sawEnd = true
            case .writable(let isWritable): state.heard.isWritable = isWritable
            case .closed(let end): state.heard.end = end
            }
            let heard = state.heard
            let split = state.waiters.partition { $0.isSo(heard) }
            let ready = state.waiters[split...].map(\.continuation)
            state.waiters.removeSubrange(split...)
            return ready.map { ($0, heard) }
        }
        for (continuation, heard) in ready { continuation.resume(returning: heard) }
    }

    /// Returns when it is so, or when the test's time is up: what is heard then is for the test to judge.
    @discardableResult
    func until(_ isSo: @escaping @Sendable (Heard) -> Bool) async -> Heard {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = state.withLock { state -> Heard? in
                    if isSo(state.heard) || Task.isCancelled { return state.heard }
                    state.waiters.append((isSo, continuation))
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            let (waiting, heard) = state.withLock { state in
                defer { state.waiters = [] }
                return (state.waiters.map(\.continuation), state.heard)
            }
            for continuation in waiting { continuation.resume(returning: heard) }
        }
    }

    /// Returns when the channel is over.
    func closed() async -> Heard { await until { $0.end != nil } }
}
