/// What a machine's sshd is for: what is right for one would break another.
public enum PolicyRole: String, Sendable, Hashable, CaseIterable {
    case bastion
    /// A host that tunnels end on.
    case tunnelHost = "tunnel-host"
    case host
}
