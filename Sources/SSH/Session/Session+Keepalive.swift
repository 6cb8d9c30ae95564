import CLibSSH2

extension Session {
    /// Whether so many keepalives went unanswered that the server will be taken for dead next.
    public var isSilent: Bool { liveness.isSilent(allowed: configuration.keepalive.missed) }

    func keepaliveTick() {
        switch liveness.tick(allowed: configuration.keepalive.missed) {
        case .alive: return
        case .dead: fail(.peerDead)
        case .ask: if gate.isIdle { probe() } else { sendKeepalive() }
        }
    }

    /// Asks the server for a sign of life by opening a channel of a type that no server has. It must refuse (RFC 4254,
    /// section 5.1), and libssh2 takes the refusal off its queue, which it never does with the reply to its own
    /// keepalive: those would pile up, be searched at every read, and slow a tunnel down that lives for days.
    func probe() {
        let type = "keepalive@levels-ssh"
        let pointer = handle.pointer
        var hasBegun = false
        gate.enqueue(
            step: {
                if !hasBegun { self.nextNumber &+= 1 }
                hasBegun = true
                let channel = libssh2_channel_open_ex(pointer, type, UInt32(type.utf8.count), 0, 0, nil, 0)
                if let channel {
                    // A server that knows this type is one that lies; it loses the channel and nothing else happens.
                    libssh2_channel_free(channel)
                    return true
                }
                return libssh2_session_last_errno(pointer) != LIBSSH2_ERROR_EAGAIN
            },
            fail: { _ in })
        pump()
    }

    /// While another operation holds the gate a channel cannot be opened: libssh2's own keepalive has to do.
    private func sendKeepalive() {
        var next: Int32 = 0
        libssh2_keepalive_config(handle.pointer, 1, 1)
        libssh2_keepalive_send(handle.pointer, &next)
        flush()
    }
}
