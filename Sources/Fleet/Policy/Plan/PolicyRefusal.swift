public import AuthorizedKeys

/// Why a machine's sshd is not, or not wholly, held to the policy.
public enum PolicyRefusal: Sendable, Hashable {
    /// sshd would not say what it goes by; its own words.
    case silent(RawText)
    case notRoot
    /// What stands in the place of a file of configuration.
    case odd(RawText)
    /// Too old to read more than one file of configuration, or no OpenSSH.
    case noInclude
    /// The admin account is root's, whom the policy keeps out.
    case rootLogin(user: String)
    /// sshd takes keys of this account from a further file, which the policy would have it pass over.
    case keysElsewhere(user: String, RawText)
    /// A finding that a file of ours does not mend: why, in words.
    case remains(String, hint: String)

    /// Lower case, no final stop, escaped.
    public var message: String {
        switch self {
        case .silent(let said): "sshd does not say what it goes by: \(said.escaped(limit: 160))"
        case .notRoot: "what sshd goes by is for root alone to ask"
        case .odd(let path): "\(path.escaped(limit: 120)) is no plain file that may be replaced"
        case .noInclude: "its sshd is older than OpenSSH 8.2, or none: it reads no further files of configuration"
        case .rootLogin(let user): "you log in as \(user), and the policy forbids that: you would shut yourself out"
        case .keysElsewhere(let user, let path):
            "sshd takes keys of \(user) from \(path.escaped(limit: 120)) as well, and would do so no more"
        case .remains(let words, _): words
        }
    }

    public var hint: String {
        switch self {
        case .silent: "sshd -T there, as root"
        case .notRoot: "the admin account needs sudo, in levels.yaml too"
        case .odd(let path): "ls -ld \(path.escaped(limit: 120)) there, and put a plain file of root's in its place"
        case .noInclude: "a newer OpenSSH there"
        case .rootLogin: "an account of its own with sudo, in levels.yaml as admin; or a declared exception"
        case .keysElsewhere: "let the keys be applied too, which moves those that are declared: levels-ssh apply"
        case .remains(_, let hint): hint
        }
    }

    /// The word for programs.
    public var name: String {
        switch self {
        case .silent: "policy-silent"
        case .notRoot: "policy-not-root"
        case .odd: "policy-odd-file"
        case .noInclude: "policy-no-include"
        case .rootLogin: "policy-root-login"
        case .keysElsewhere: "policy-keys-elsewhere"
        case .remains: "policy-remains"
        }
    }
}
