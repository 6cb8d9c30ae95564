package import SSH

/// What is to be made of a login that failed: a decision, and nothing but.
package struct Judgement: Error {
    enum Next: Sendable {
        /// Trying again would come to the same.
        case never
        /// It was turned away for what others do at the time.
        case whenLessCrowded
        /// It was turned away in so many words, which may be for what came from our address before.
        case whenForgiven
        /// What was in between has gone.
        case again
    }

    package let reason: Unreached.Reason
    let next: Next

    init(reason: Unreached.Reason, next: Next) {
        self.reason = reason
        self.next = next
    }

    /// - Parameter keys: how many would have been offered for `user`.
    package init(_ error: SSHError, user: String = "", keys: Int = 0) {
        switch error {
        case .unreachable(let failure): (reason, next) = (Self.unreachable(failure), .never)
        case .timedOut(let stage): (reason, next) = (.timedOut(stage), .never)
        case .peerDead: (reason, next) = (.timedOut(.established), .never)
        case .disconnected(let last) where last.description.hasPrefix("Too many authentication failures"):
            (reason, next) = (.refused(user: user, offered: keys), .never)
        case .disconnected(let last):
            (reason, next) = (.dropped(escapedForTerminal(last.description, limit: 200)), .whenLessCrowded)
        case .turnedAway(let words):
            // From 9.8 on sshd says no more than that, whether it is for a penalty or for MaxStartups.
            let mayBeFined = words == "Not allowed at this time"
            (reason, next) = (
                .dropped("\"\(escapedForTerminal(words, limit: 200))\""), mayBeFined ? .whenForgiven : .whenLessCrowded
            )
        case .closed(.connecting), .closed(.handshake), .closed(.authentication):
            (reason, next) = (.dropped("it hung up without a word"), .whenLessCrowded)
        case .closed(.open), .closed(.established): (reason, next) = (.dropped("the connection was lost"), .again)
        case .hostKey(let verdict, let presented): (reason, next) = (.hostKey(verdict, presented: presented), .never)
        case .greeting(.disconnected(let text)):
            (reason, next) = (.dropped(escapedForTerminal(text, limit: 200)), .whenLessCrowded)
        case .greeting(let error): (reason, next) = (.protocolMismatch(error.message, hint: error.hint), .never)
        case .algorithms(let mismatches):
            let text = mismatches.map(\.message).joined(separator: "; ")
            (reason, next) = (
                .protocolMismatch(text, hint: mismatches.first?.hint(running: Library.version)), .never
            )
        case .refused(let refusal): (reason, next) = (.refused(user: refusal.user, offered: refusal.offered), .never)
        case .identity(let error): (reason, next) = (.identity(error), .never)
        case .channelRefused(let refusal): self = Self(refusal)
        case .requestDenied(let what): (reason, next) = (.denied(what), .never)
        case .library(_, let text):
            let shown = escapedForTerminal(text, limit: 200)
            (reason, next) = (.protocolMismatch("broke the protocol: \(shown)", hint: "add -v to see more"), .never)
        }
    }

    private init(_ refusal: OpenRefusal) {
        let text = escapedForTerminal(refusal.description, limit: 200)
        switch refusal.reason {
        case .administrativelyProhibited, .unknownChannelType: (reason, next) = (.forbidden(text), .never)
        case .connectFailed: (reason, next) = (.down(text), .never)
        case .resourceShortage, .other:
            (reason, next) = (.dropped("the bastion opens no more channels: \(text)"), .whenLessCrowded)
        }
    }

    private static func unreachable(_ failure: ConnectFailure) -> Unreached.Reason {
        switch failure {
        case .nameNotResolved(let name): .down("the name \(escapedForTerminal(name)) does not resolve")
        case .refused: .down("the connection was refused")
        case .timedOut: .timedOut(.connecting)
        case .unreachable(let text), .other(let text): .down(escapedForTerminal(text))
        }
    }
}
