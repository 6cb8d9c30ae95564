/// How much of an environment somebody may reach.
public enum AccessLevel: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Its databases, through a tunnel; nothing can be run.
    case tunnel
    /// A terminal and commands on its hosts as well.
    case shell

    public static func < (left: AccessLevel, right: AccessLevel) -> Bool { left == .tunnel && right == .shell }
}
