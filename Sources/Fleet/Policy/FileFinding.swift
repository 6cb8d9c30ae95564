internal import AuthorizedKeys

/// What is wrong with whose a file of sshd's is, and who may change or read it.
public struct FileFinding: Sendable, Hashable {
    public let file: ConfigFile
    public let weight: PolicyRule.Weight
    /// `must not be writable by others`
    let rule: String
    let sources: String

    /// `/etc/ssh/sshd_config is root:root 644, and should ...`
    public var message: String {
        let status = file.status
        return "\(status.path.escaped(limit: 120)) is \(status.owner):\(status.group) \(status.modeText), and "
            + "\(weight == .required ? "must" : "should") \(rule) (\(sources))"
    }

    /// What to type.
    public var hint: String {
        let path = file.status.path.escaped(limit: 120)
        return switch file.kind {
        case .config: "chown root:root \(path) && chmod 600 \(path)"
        case .privateHostKey: "chown root:root \(path) && chmod 600 \(path)"
        case .publicHostKey: "chown root:root \(path) && chmod 644 \(path)"
        }
    }

    /// At most one for a file: the worst.
    init?(_ file: ConfigFile) {
        self.file = file
        let mode = file.status.mode & 0o7777
        if file.status.owner != 0 {
            rule = "belong to root"
        } else if mode & 0o022 != 0 {
            rule = "be writable by root alone"
        } else if file.kind == .privateHostKey, mode & 0o007 != 0 {
            rule = "be readable by root alone"
        } else if file.kind == .config, mode & 0o077 != 0 || file.status.group != 0 {
            rule = "be root:root 600"
            weight = .advised
            sources = Self.everybody
            return
        } else {
            return nil
        }
        weight = .required
        sources = Self.everybody
    }

    private static let everybody = "CIS 5.1.1 to 5.1.3, STIG, PCI-DSS, dev-sec, ANSSI"
}
