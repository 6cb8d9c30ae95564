/// What somebody on the way to a database ran into, where the declared state may know why. Keys are in wire form.
public enum AccessFailure: Sendable, Hashable {
    /// No bastion answered: what a firewall does to an address that it does not admit.
    case unanswered
    /// None of these keys was taken.
    case refused(keys: [[UInt8]])
    /// One of these keys was taken, and may not be forwarded to where the tunnel leads.
    case notForwarded(keys: [[UInt8]])
    /// One of these keys was taken, and what was to be run with it was not.
    case notRun(keys: [[UInt8]])
}
