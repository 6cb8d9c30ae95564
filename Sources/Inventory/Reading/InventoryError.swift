/// Why there is no inventory. Every case ends a command with ``ExitStatus/configuration``.
public enum InventoryError: Error, Sendable, Equatable {
    /// No levels.yaml in `folder` nor in any folder above it.
    case notFound(folder: String)
    /// The file is not there, or cannot be read; `reason` is the system's.
    case unreadable(path: String, reason: String)
    /// A folder, a pipe, a device.
    case notAFile(path: String)
    /// The file has more than `limit` bytes.
    case tooLarge(path: String, limit: Int)
    /// Found by going upwards, and somebody else could have put it there: a file that can name programs to run is not
    /// taken from strangers.
    case untrusted(path: String, reason: String)
    /// The file breaks rules: all that it breaks, by position; never empty.
    case invalid([Finding])

    /// One line, or for ``invalid(_:)`` a line for each finding.
    public var message: String {
        switch self {
        case .notFound(let folder):
            "there is no levels.yaml in \(Excerpt.escaped(folder)) nor above it"
        case .unreadable(let path, let reason):
            "\(Excerpt.escaped(path)) cannot be read: \(reason)"
        case .notAFile(let path):
            "\(Excerpt.escaped(path)) is not a regular file"
        case .tooLarge(let path, let limit):
            "\(Excerpt.escaped(path)) is larger than \(limit) bytes"
        case .untrusted(let path, let reason):
            "\(Excerpt.escaped(path)) was found, but \(reason)"
        case .invalid(let findings):
            findings.map(\.description).joined(separator: "\n")
        }
    }

    public var hint: String {
        switch self {
        case .notFound: "name one with --config FILE or LEVELS_CONFIG, or go to the folder that has it"
        case .unreadable: "check the path, and that you may read it"
        case .notAFile: "name the file itself with --config FILE"
        case .tooLarge: "is this the file you meant? name another with --config FILE"
        case .untrusted(let path, _): "if you trust it, name it: --config \(Excerpt.escaped(path))"
        case .invalid: "mend these and try levels-ssh config check; levels.yaml(5) has every rule"
        }
    }

    public var exit: ExitStatus { .configuration }
}
