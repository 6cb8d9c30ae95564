import CLibSSH2

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension Session {
    /// Asks whether the server would take a key, without having its private half: it is offered, and where the server
    /// would go on, nothing is signed.
    ///
    /// The connection goes on: for the next question, or for ``authenticate(user:keys:within:)`` as the same user. Servers
    /// count refusals and hang up over too many (sshd_config(5), MaxAuthTries), and OpenSSH 9.8 fines whoever leaves after
    /// one without logging in (PerSourcePenalties).
    ///
    /// - Parameter user: the same for all questions of a session; OpenSSH hangs up over another one.
    public func ask(about key: PublicKeyBlob, user: String, within limit: Duration) async throws(SSHError) -> KeyAnswer
    {
        let slot = SignatureSlot(declines: true)
        let memory = handle.wire.memory
        memory.methods = []
        let code = try await show(key, as: user, to: slot, within: limit) { _ in }
        if slot.hasDeclined { return .wouldTake }
        switch code {
        case 0:
            loggedIn()
            return .letIn
        case LIBSSH2_ERROR_AUTHENTICATION_FAILED where lastWords == nil: return .refused(methods: memory.methods)
        default: throw lastWords ?? failure ?? handle.lastError
        }
    }

    /// Asks about one key after the other, until all are through, or the server has refused `refusals` of them.
    public func ask(
        about keys: [PublicKeyBlob], user: String, refusals: Int, within limit: Duration
    ) async -> KeyAnswers {
        var answers: [KeyAnswer] = []
        var left = refusals
        for key in keys where left > 0 {
            do throws(SSHError) {
                let answer = try await ask(about: key, user: user, within: limit)
                answers.append(answer)
                switch answer {
                case .refused: left -= 1
                case .wouldTake: break
                case .letIn: return KeyAnswers(answers: answers, ended: nil)
                }
            } catch {
                return KeyAnswers(answers: answers, ended: error)
            }
        }
        return KeyAnswers(answers: answers, ended: nil)
    }

    /// Asks what the server offers to somebody who has shown nothing (the `none` request of RFC 4252, section 5.2): the first
    /// thing that a client hears, before it would ask anybody for a password.
    ///
    /// - Returns: such as `publickey`, in the server's own words: escape them. Nil where it let us in.
    public func offers(to user: String, within limit: Duration) async throws(SSHError) -> [String]? {
        let pointer = handle.pointer
        let name = Array(user.utf8).map(CChar.init(bitPattern:))
        let ways: [String]? = try await perform(within: limit) {
            switch self.continueHandshake() {
            case .done, .again: break
            case .failed(let error): return .failed(error)
            }
            if let list = libssh2_userauth_list(pointer, name, UInt32(name.count)) {
                return .done(KeyRefusal.methods(list: UnsafeRawBufferPointer(start: list, count: strlen(list))))
            }
            if libssh2_userauth_authenticated(pointer) != 0 { return .done(nil) }
            return libssh2_session_last_errno(pointer) == LIBSSH2_ERROR_EAGAIN ? .again : .failed(self.handle.lastError)
        }
        if ways == nil { loggedIn() }
        return ways
    }
}
