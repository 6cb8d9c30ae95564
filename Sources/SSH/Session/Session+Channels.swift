import CLibSSH2
import NIOCore

extension Session {
    enum Served { case more, enough }

    /// Does for one channel what can be done now, within a budget.
    func serve(_ state: ChannelState, writable: Bool) -> Served {
        if state.isStarting { return .enough }
        if case .closing(let end) = state.phase { return finish(state, as: end) }
        guard widen(state) else { return .enough }
        notify(state)
        if failure == nil, writable { send(state) }
        guard failure == nil, state.isOpen else { return .enough }
        let served = take(state)
        guard failure == nil, state.sawEnd, state.isClosedByServer else { return served }
        return finish(state, as: .byServer(exit: state.exitReport(in: handle.pointer)))
    }

    /// Tells the program what it is to be told; that goes before what is written to it, and is not held up by it.
    private func notify(_ state: ChannelState) {
        while failure == nil, let notice = state.notices.first {
            switch state.tell(notice) {
            case .wouldBlock: return
            case .count: state.notices.removeFirst()
            case .failed(let code):
                state.notices.removeFirst()
                check(.failed(code), of: state)
            }
        }
    }

    /// Keeps the receive window as wide as it should be. False if nothing else can be done for now.
    private func widen(_ state: ChannelState) -> Bool {
        if state.begunAdjustment == 0 {
            state.begunAdjustment = state.window.adjustment(
                remaining: state.windowRemaining,
                floor: state.hasFixedWindow ? 0 : windows.floor(forOneOf: channels.count, now: .now()))
        }
        guard state.begunAdjustment > 0 else { return true }
        switch state.adjust(state.begunAdjustment) {
        case .count: state.begunAdjustment = 0
        case .wouldBlock: return true
        case .failed(let code): return check(.failed(code), of: state)
        }
        return true
    }

    /// Says something, be it that a window is a little wider.
    func answer() {
        guard let state = lastServed.flatMap({ channels[$0] }), state.isOpen, !state.isStarting, !state.sawEnd,
            state.begunAdjustment == 0
        else { return }
        state.begunAdjustment = state.window.slack(remaining: state.windowRemaining)
        _ = widen(state)
    }

    private func send(_ state: ChannelState) {
        var budget = ReceiveWindow.readSize * 2
        while budget > 0, let first = state.pending.first {
            switch state.write(first) {
            case .count(let count) where count > 0:
                budget -= count
                state.sent(count)
            case .count, .wouldBlock:
                noteWritability(of: state)
                return
            case .failed(let code):
                check(.failed(code), of: state)
                return
            }
        }
        noteWritability(of: state)
        if state.wantsEnd, !state.sentEnd, state.pending.isEmpty,
            libssh2_channel_send_eof(state.pointer) != LIBSSH2_ERROR_EAGAIN
        {
            state.sentEnd = true
        }
    }

    func noteWritability(of state: ChannelState) {
        let backlog = state.backlog
        if state.saidWritable, backlog > ChannelState.highWater {
            state.saidWritable = false
            post(.writable(false), to: state)
        } else if !state.saidWritable, backlog <= ChannelState.lowWater {
            state.saidWritable = true
            post(.writable(true), to: state)
        }
    }

    private func take(_ state: ChannelState) -> Served {
        let served: Served = state.isExec && takeStandardError(state) ? .more : .enough
        let limit = min(state.credit, ReceiveWindow.readSize)
        guard !state.sawEnd else { return served }
        guard limit > 0 else {
            // The last byte may have taken the last of the credit; the end costs none.
            noteEnd(of: state)
            return served
        }
        var bytes = ByteBuffer()
        switch state.read(stream: 0, into: &bytes, atMost: limit) {
        case .count(let count) where count > 0:
            state.credit -= count
            noteConsumed(count, by: state)
            post(.data(bytes), to: state)
            return .more
        case .count:
            noteEnd(of: state)
            return served
        case .wouldBlock: return served
        case .failed(let code):
            check(.failed(code), of: state)
            return served
        }
    }

    private func noteEnd(of state: ChannelState) {
        guard state.isAtEnd else { return }
        state.sawEnd = true
        post(.endOfStream, to: state)
    }

    private func takeStandardError(_ state: ChannelState) -> Bool {
        let limit = min(state.credit, ReceiveWindow.readSize)
        guard limit > 0 else { return false }
        var bytes = ByteBuffer()
        guard case .count(let count) = state.read(stream: SSH_EXTENDED_DATA_STDERR, into: &bytes, atMost: limit),
            count > 0
        else { return false }
        state.credit -= count
        noteConsumed(count, by: state)
        post(.standardError(bytes), to: state)
        return true
    }

    private func noteConsumed(_ count: Int, by state: ChannelState) {
        lastServed = state.id
        let wanted = state.window.consumed(count, roundTrip: roundTrip, now: .now())
        if wanted > 0, !state.hasFixedWindow { state.window.grow(by: windows.take(wanted)) }
    }

    /// Ends the session over an error that is the session's; an error of the channel alone closes that.
    @discardableResult
    func check(_ answer: ChannelState.Answer, of state: ChannelState) -> Bool {
        guard case .failed(let code) = answer else { return true }
        switch code {
        case LIBSSH2_ERROR_CHANNEL_CLOSED, LIBSSH2_ERROR_CHANNEL_EOF_SENT:
            state.phase = .closing(.byServer(exit: nil))
        default:
            fail(lastWords ?? handle.lastError)
        }
        return false
    }

    private func finish(_ state: ChannelState, as end: ChannelEnd) -> Served {
        state.dropPending()
        // Sends EOF and CLOSE where they were not sent, and waits for the server's own.
        guard libssh2_channel_free(state.pointer) != LIBSSH2_ERROR_EAGAIN else {
            state.phase = .closing(end)
            return .enough
        }
        if channels.count > 1 { windows.noteShared(now: .now()) }
        channels[state.id] = nil
        turn.removeAll { $0 == state.id }
        windows.giveBack(state.window.target)
        if let number = state.number { handle.wire.memory.withoutStatus.remove(number) }
        post(.closed(end), to: state)
        return .enough
    }
}
