/// What can go wrong between us and one SSH server. Which hop that was, the caller knows.
public enum SSHError: Error, Sendable {
    /// No connection: what the system says of it.
    case unreachable(ConnectFailure)
    /// The server took no notice for too long.
    case timedOut(Stage)
    /// Keepalives went unanswered.
    case peerDead
    /// The server hung up, and said why.
    case disconnected(Disconnect)
    /// It hung up before it had named its version, with these words of its own, such as sshd's `Not allowed at this time`.
    case turnedAway(String)
    /// The server, or what lies between, hung up without a word.
    case closed(Stage)
    /// The host key is not one that may be trusted. Nothing of an authentication was sent.
    case hostKey(HostKeyVerdict, presented: PublicKeyBlob?)
    /// What the server greeted us with is not SSH that we speak.
    case greeting(GreetingError)
    /// No algorithm of some kind in common.
    case algorithms([AlgorithmMismatch])
    /// The server took none of the keys that it was offered.
    case refused(AuthenticationRefusal)
    /// A key could not sign.
    case identity(IdentityError)
    case channelRefused(OpenRefusal)
    /// The server opened a channel and then would not do what was asked on it.
    case requestDenied(String)
    /// libssh2's own word; the code is one of its LIBSSH2_ERROR_*.
    case library(code: Int32, text: String)

    /// How far a session had come.
    public enum Stage: String, Sendable {
        case connecting, handshake, authentication, open, established
    }
}
