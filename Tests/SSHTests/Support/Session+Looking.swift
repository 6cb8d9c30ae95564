import NIOCore

@testable import LevelsLab
@testable import SSH

extension Session {
    /// Bytes that libssh2 holds for this session.
    var memoryInUse: Int { handle.wire.memory.inUse }

    /// What counts those bytes, to be looked at when the session is gone.
    var account: MemoryAccount {
        MemoryAccount(memory: NIOLoopBound(handle.wire.memory, eventLoop: eventLoop), loop: eventLoop)
    }

    var openChannels: Int { channels.count }

    /// Bytes that windows may still promise.
    var windowsLeft: Int {
        var budget = windows
        return budget.take(.max)
    }
}

extension Session {
    /// Returns when it is over.
    nonisolated func ended() async -> SSHError {
        await withCheckedContinuation { continuation in onEnd { continuation.resume(returning: $0) } }
    }
}

extension Session {
    /// Bytes that have come and that libssh2 has not read.
    var unread: Int { handle.wire.inboundCount }
}

/// The memory of a session, which outlives it.
struct MemoryAccount: Sendable {
    fileprivate let memory: NIOLoopBound<SessionMemory>
    fileprivate let loop: any EventLoop

    func inUse() async throws -> Int {
        let memory = memory
        return try await loop.submit { memory.value.inUse }.get()
    }

    /// Whether all of it is given back: when the last who holds the session lets go of it, which is soon, and not at once.
    func isGivenBack() async throws -> Bool {
        try await Patience.until(within: .seconds(20)) { () throws(LabFailure) in (try? await inUse()) == 0 }
    }
}
