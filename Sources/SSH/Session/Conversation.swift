public import NIOCore
import Synchronization

/// A command that runs at a server and is spoken with: what it is told depends on what it has said.
public struct Conversation: Sendable {
    let channel: Channel
    let eventLoop: any EventLoop
    let hearing: CommandHearing

    public func say(_ bytes: ByteBuffer) { channel.write(bytes) }

    /// Nothing more will be said.
    public func finish() { channel.finishWriting() }

    /// What it says, up to the first line that `isLast` is true of; or to its end, if that comes before, or if it is nil.
    ///
    /// - Parameter isLast: of a line without its line feed.
    /// - Throws: what kept it from being heard. The session goes on after a command that took too long, or that nobody
    ///   waits for any more; nothing more is heard of that one.
    public func hear(
        to isLast: (@Sendable (ArraySlice<UInt8>) -> Bool)? = nil, within time: Duration
    ) async throws(SSHError) -> CommandOutput {
        let hearing = hearing
        let alarm = eventLoop.scheduleTask(in: TimeAmount(time)) {
            hearing.end(.failure(.timedOut(.established)))
        }
        defer { alarm.cancel() }
        let result = await withTaskCancellationHandler {
            await hearing.next(isLast)
        } onCancel: {
            hearing.end(.failure(.closed(.established)))
        }
        return try result.get()
    }

    /// Nothing more is said or heard; the server ends the command when its output goes nowhere.
    public func end() {
        // Nothing to do where it has closed by itself.
        channel.close()
    }
}

/// Collects what a command says until it is asked for, or over.
final class CommandHearing: Sendable {
    typealias LastLine = @Sendable (ArraySlice<UInt8>) -> Bool
    private typealias Heard = Result<CommandOutput, SSHError>

    private struct State {
        var heard = CommandOutput()
        /// Bytes that may still come.
        var room: Int
        /// Lines before this place were looked at.
        var looked = 0
        var end: Result<Void, SSHError>?
        var waiter: (continuation: CheckedContinuation<Heard, Never>, isLast: LastLine?)?

        /// What is to be told, if it is there.
        mutating func next(_ isLast: LastLine?) -> Heard? {
            while let isLast, let feed = heard.output[looked...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = heard.output[looked..<feed]
                looked = feed + 1
                guard isLast(line) else { continue }
                var part = CommandOutput()
                part.output = Array(heard.output[..<looked])
                part.errorOutput = heard.errorOutput
                heard.output.removeFirst(looked)
                looked = 0
                return .success(part)
            }
            switch end {
            case nil: return nil
            case .failure(let error): return .failure(error)
            case .success: return .success(heard)
            }
        }

        /// What is too much ends it.
        mutating func take(_ count: Int) {
            room -= count
            guard room < 0 else { return }
            heard.wasCut = true
            end = .success(())
        }

        /// The waiter, and what it waits for, if that is there.
        mutating func settle() -> (CheckedContinuation<Heard, Never>, Heard)? {
            guard let waiter, let heard = next(waiter.isLast) else { return nil }
            self.waiter = nil
            return (waiter.continuation, heard)
        }
    }

    private let state: Mutex<State>

    init(limit: Int) {
        state = Mutex(State(room: limit))
    }

    func note(_ event: ChannelEvent) {
        let settled = state.withLock { state in
            guard state.end == nil else { return nil as (CheckedContinuation<Heard, Never>, Heard)? }
            switch event {
            case .data(let bytes):
                state.heard.output += bytes.readableBytesView.prefix(max(0, state.room))
                state.take(bytes.readableBytes)
            case .standardError(let bytes):
                state.heard.errorOutput += bytes.readableBytesView.prefix(max(0, state.room))
                state.take(bytes.readableBytes)
            case .endOfStream, .writable: return nil
            case .closed(.byServer(let exit)):
                state.heard.exit = exit
                state.end = .success(())
            case .closed(.byUs): state.end = .success(())
            case .closed(.sessionEnded(let error)): state.end = .failure(error)
            }
            return state.settle()
        }
        if let (continuation, heard) = settled { continuation.resume(returning: heard) }
    }

    /// Only the first end counts.
    func end(_ result: Result<Void, SSHError>) {
        let settled = state.withLock { state in
            guard state.end == nil else { return nil as (CheckedContinuation<Heard, Never>, Heard)? }
            state.end = result
            return state.settle()
        }
        if let (continuation, heard) = settled { continuation.resume(returning: heard) }
    }

    func next(_ isLast: LastLine?) async -> Result<CommandOutput, SSHError> {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                let known = state.next(isLast)
                if known == nil { state.waiter = (continuation, isLast) }
                return known
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
