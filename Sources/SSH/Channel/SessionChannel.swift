import NIOCore

/// A channel of a session of our own.
struct SessionChannel: ChannelHandle {
    struct ID: Hashable, Sendable {
        let number: Int
    }

    let session: Session
    let id: ID

    func write(_ bytes: ByteBuffer) {
        session.onLoop { session in
            guard bytes.readableBytes > 0, let state = session.channels[id], !state.wantsEnd else { return }
            state.append(bytes)
            session.noteWritability(of: state)
            session.pump()
        }
    }

    func finishWriting() {
        session.onLoop { session in
            guard let state = session.channels[id] else { return }
            state.wantsEnd = true
            session.pump()
        }
    }

    func grant(_ count: Int) {
        session.onLoop { session in
            guard let state = session.channels[id] else { return }
            state.credit += count
            session.pump()
        }
    }

    func resize(to size: TerminalSize) { notify(.size(size)) }

    func signal(_ name: String) -> Bool {
        guard Library.canSendSignals else { return false }
        notify(.signal(name))
        return true
    }

    private func notify(_ notice: ProgramNotice) {
        session.onLoop { session in
            guard let state = session.channels[id], state.isOpen else { return }
            state.notices.append(notice)
            session.pump()
        }
    }

    func close() {
        session.onLoop { session in
            guard let state = session.channels[id], state.isOpen else { return }
            state.phase = .closing(.byUs)
            session.pump()
        }
    }
}
