public import Inventory

/// Why a tunnel could not be opened or kept: what happened, at which hop, what to try, and how the command exits.
///
/// `message` and `hint` are lower case and without a final stop; text from a server in them has been escaped.
public struct TunnelFailure: Error, Sendable {
    public let hop: Hop
    public let message: String
    public let hint: String?
    public let exit: ExitStatus
    /// Where the declared state may know more of it.
    public let access: AccessFailure?

    public init(hop: Hop, message: String, hint: String?, exit: ExitStatus, access: AccessFailure? = nil) {
        self.hop = hop
        self.message = message
        self.hint = hint
        self.exit = exit
        self.access = access
    }
}

extension TunnelFailure {
    /// Whether time alone may mend it.
    var isWorthAnotherTry: Bool { exit == .unavailable || exit == .tryAgain }
}
