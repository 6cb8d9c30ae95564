import CLibSSH2
import NIOCore

extension Session {
    /// Opens a channel to a TCP port as the server sees it (RFC 4254, section 7.2): a name is resolved there.
    ///
    /// - Parameters:
    ///   - credit: bytes that may come before ``Channel/grant(_:)`` is called.
    ///   - limit: how long the server may take.
    ///   - late: what becomes of a channel that takes longer.
    ///   - onEvent: called on the session's event loop.
    public func openTCP(
        to host: String, port: Int, credit: Int, within limit: Duration, late: LateOpening = .closed,
        onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) async throws(SSHError) -> Channel {
        try await openTCP(
            to: host, port: port, credit: credit, window: ReceiveWindow.initial(roundTrip: roundTrip), within: limit,
            late: late,
            onEvent: onEvent)
    }

    /// - Parameter window: bytes that the server may send at first.
    func openTCP(
        to host: String, port: Int, credit: Int, window: Int, within limit: Duration, late: LateOpening = .closed,
        onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) async throws(SSHError) -> Channel {
        var message = ByteBuffer()
        for (name, number) in [(host, port), ("127.0.0.1", 0)] {
            message.writeInteger(UInt32(name.utf8.count))
            message.writeString(name)
            message.writeInteger(UInt32(number))
        }
        return Channel(
            try await open(
                "direct-tcpip", message, credit: credit, window: window, within: limit, late: late, isExec: false,
                onEvent))
    }

    func open(
        _ type: String, _ message: ByteBuffer, credit: Int, window: Int, within limit: Duration, late: LateOpening,
        isExec: Bool, _ onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) async throws(SSHError) -> SessionChannel {
        let pointer = handle.pointer
        let memory = handle.wire.memory
        let target = windows.take(window, atLeast: ReceiveWindow.minimum)
        defer { memory.listening = false }
        let overdue: Overdue<SessionChannel.ID> =
            switch late {
            case .closed: .isAbandoned { self.channels[$0]?.abandon() }
            case .forgotten: .isInterrupted
            }
        var opening = ChannelOpening()
        let id = try await perform(within: limit, overdue: overdue, exempt: answerMayBeBehindOthers(late)) {
            switch opening.lostAnswer(in: memory, isLast: self.handle.wire.isInterrupted) {
            case .none: break
            case .awaited: return .again
            case .known(let error):
                self.windows.giveBack(target)
                return .failed(error)
            }
            opening.begin(number: &self.nextNumber)
            memory.listening = true
            let channel = message.withUnsafeReadableBytes { bytes in
                libssh2_channel_open_ex(
                    pointer, type, UInt32(type.utf8.count), UInt32(target), UInt32(LIBSSH2_CHANNEL_PACKET_DEFAULT),
                    bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(bytes.count))
            }
            if let channel {
                memory.listening = false
                if let number = memory.opened { self.nextNumber = number &+ 1 }
                return .done(self.register(channel, target: target, credit: credit, isExec: isExec, onEvent))
            }
            let code = libssh2_session_last_errno(pointer)
            guard code != LIBSSH2_ERROR_EAGAIN else { return .again }
            memory.listening = false
            if code == LIBSSH2_ERROR_SOCKET_NONE, self.lastWords == nil, opening.loseAnswer() { return .again }
            self.windows.giveBack(target)
            return .failed(self.openFailure())
        }
        return SessionChannel(session: self, id: id)
    }

    /// While a server goes on sending, the answer to an opening stands behind what it sends, and a machine that is busy sends
    /// with pauses: then the opening has up to three times its time. One that has stopped has been silent since before.
    private func answerMayBeBehindOthers(_ late: LateOpening) -> () -> Bool {
        var extensions = late == .closed ? 0 : 3
        return {
            extensions += 1
            return extensions < 3 && .now() - self.lastHeard < .seconds(3)
        }
    }

    private func register(
        _ pointer: OpaquePointer, target: Int, credit: Int, isExec: Bool,
        _ onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) -> SessionChannel.ID {
        let id = SessionChannel.ID(number: nextChannel)
        nextChannel += 1
        let state = ChannelState(
            id: id, pointer: pointer, credit: credit, window: ReceiveWindow(target: target, now: .now()),
            onEvent: onEvent)
        state.isExec = isExec
        state.isStarting = isExec
        if isExec, let number = handle.wire.memory.opened {
            state.number = number
            handle.wire.memory.withoutStatus.insert(number)
        }
        channels[id] = state
        if channels.count > 1 { windows.noteShared(now: .now()) }
        turn.append(id)
        lastServed = id
        return id
    }

    private func openFailure() -> SSHError {
        let error = handle.lastError
        defer { handle.wire.memory.refusal = nil }
        guard lastWords == nil, case .library(LIBSSH2_ERROR_CHANNEL_FAILURE, _) = error else {
            return lastWords ?? error
        }
        return .channelRefused(
            handle.wire.memory.refusal ?? OpenRefusal(reason: .other(0), description: ""))
    }
}

/// What becomes of a channel that is not open in time. libssh2 opens one at a time.
public enum LateOpening: Sendable, Hashable {
    /// It is closed when it comes. Until then, for a minute at most, no other can be opened: the session ``Session/isStuck``.
    case closed
    /// Others can be opened at once. If it comes after all, it stays open at the server, where nobody uses it, for as long
    /// as its other end or the session: for many openings of which few are late.
    case forgotten
}
