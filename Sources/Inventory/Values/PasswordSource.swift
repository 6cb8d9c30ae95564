/// Where a database's password comes from. The password itself is never in levels.yaml.
public enum PasswordSource: Sendable, Equatable {
    /// The name of an environment variable.
    case env(String)
    /// The absolute path of a file that holds it, and nothing else but perhaps a line end.
    case file(String)
    /// A program and its arguments, run without a shell, that prints it.
    case command([String])
}
