/// A channel that is being opened, and what has to be done about libssh2's way of waiting for it.
///
/// While libssh2 waits for the answer to one opening, an answer to another one, which was given up before
/// (``LateOpening/forgotten``), makes it fail: it sees that an answer came, and does not find it (every version to date,
/// `_libssh2_packet_requirev`). The answer to the one that it waited for is still under way then, and would do the same to
/// the next. So that is awaited here, before anything else is opened.
struct ChannelOpening {
    /// The number that libssh2 has given the channel, while an attempt is under way.
    private var number: UInt32?
    private var isLost = false
    private var attempts = 0

    enum Lost {
        /// Nothing is: go on.
        case none
        case awaited
        case known(SSHError)
    }

    mutating func begin(number next: inout UInt32) {
        guard number == nil else { return }
        number = next
        next &+= 1
        attempts += 1
    }

    /// False when this has happened too often.
    mutating func loseAnswer() -> Bool {
        isLost = attempts < 4
        return isLost
    }

    /// - Parameter isLast: whether nobody waits any longer.
    mutating func lostAnswer(in memory: SessionMemory, isLast: Bool) -> Lost {
        guard isLost, let number else { return .none }
        switch memory.forgottenAnswer(to: number) {
        case .refused(let refusal): return .known(.channelRefused(refusal))
        case .opened:
            // It is open at the server, and libssh2 knows nothing of it: another one it has to be.
            isLost = false
            self.number = nil
            return .none
        case nil: return isLast ? .known(.timedOut(.open)) : .awaited
        }
    }
}
