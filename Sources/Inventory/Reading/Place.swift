/// A position in a file, and the way to it through keys and list indices.
struct Place: Sendable, Equatable {
    let position: Position
    let path: String

    /// For what is to be said of the file as a whole.
    static let start = Place(position: Position(line: 1, column: 1), path: "")

    static func key(_ key: String, in path: String) -> String {
        path.isEmpty ? shown(key, in: path) : path + "." + shown(key, in: path)
    }

    /// A key of the mapping at `path`, to be shown. `password: { s3cret }` is YAML for a mapping whose key is the
    /// secret, so of what is below a password only the keys that it may have are shown.
    static func shown(_ key: String, in path: String) -> String {
        isBelowPassword(path) && PasswordKey(rawValue: key) == nil ? Excerpt.redacted : Excerpt.escaped(key)
    }

    /// Whether a `password` stands on the way, other than as the name of a VPC, an environment or a database.
    private static func isBelowPassword(_ path: String) -> Bool {
        let steps = path.split(separator: ".")
        return zip(steps, steps.dropFirst()).contains {
            $0.1 == "password" && !["vpcs", "environments", "databases"].contains($0.0)
        }
    }
}
