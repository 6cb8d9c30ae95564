public import AuthorizedKeys

/// The difference between what an account is to have and what it has, and the files that would end it.
public struct AccountPlan: Sendable, Hashable {
    public let user: String
    public let differences: [KeyDifference]
    public let notes: [PlanNote]
    public let refusals: [PlanRefusal]
    /// To be made only where nothing is refused.
    public let changes: [FileChange]
    /// What goes into quarantine, with a line in front of each that says where it was.
    public let quarantine: [UInt8]
    /// All files of keys that sshd would read for it.
    public let files: [FileState]
    /// Keys that the account would take afterwards, of those that are declared.
    public let admitted: Set<PublicKey>

    public var isInStep: Bool { !differences.contains(where: \.isDifference) && refusals.isEmpty && changes.isEmpty }
}
