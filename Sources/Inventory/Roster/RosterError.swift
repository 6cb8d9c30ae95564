/// Why there is no roster. Every case ends a command with ``ExitStatus/badData``.
public enum RosterError: Error, Sendable, Equatable {
    /// There is no `keys/` beside levels.yaml.
    case notFound(folder: String)
    /// The folder cannot be read; `reason` is the system's.
    case unreadable(folder: String, reason: String)
    /// Everybody could put a key into it.
    case untrusted(folder: String, reason: String)
    /// More entries than anybody's roster has.
    case tooMany(folder: String, limit: Int)
    /// Files break rules: all that they break, by file and position; never empty.
    case invalid([Finding])

    /// One line, or for ``invalid(_:)`` a line for each finding.
    public var message: String {
        switch self {
        case .notFound(let folder): "there is no roster: no folder \(Excerpt.escaped(folder))"
        case .unreadable(let folder, let reason): "\(Excerpt.escaped(folder)) cannot be read: \(reason)"
        case .untrusted(let folder, let reason): "\(Excerpt.escaped(folder)) is not trusted: \(reason)"
        case .tooMany(let folder, let limit): "\(Excerpt.escaped(folder)) has more than \(limit) files"
        case .invalid(let findings): findings.map(\.description).joined(separator: "\n")
        }
    }

    public var hint: String {
        switch self {
        case .notFound: "put keys/ beside levels.yaml: keys.example/ is one to copy"
        case .unreadable: "check that it is a folder, not a link to one, and that you may read it"
        case .untrusted(let folder, _): "chmod o-w \(Excerpt.escaped(folder))"
        case .tooMany: "is this the folder you meant? it lies beside levels.yaml"
        case .invalid: "mend these and try levels-ssh keys check; levels-keys(5) has every rule"
        }
    }

    public var exit: ExitStatus { .badData }
}
