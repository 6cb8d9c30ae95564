/// Whether what the journal says of an environment goes to the syslog of the bastion as well, where whoever did it cannot
/// take it back.
public enum Syslog: String, Sendable, Hashable, CaseIterable {
    /// The journal alone.
    case journalOnly = "none"
    /// Always: nothing is opened that the bastion does not take a line of.
    case required
}
