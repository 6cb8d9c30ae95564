import Inventory

/// Why a client could not be run.
///
/// A client that cannot be found or started exits 69 as what is unavailable does, and not 127 or 126: those are what a
/// shell or `env` that *was* started says of what it could not find, and pass through as a client's own code.
package enum ClientFailure: Error, Sendable, Hashable {
    case notFound(String)
    case notExecutable(String, reason: String)
    /// The same of the script of a session.
    case scriptNotFound(String)
    case scriptNotExecutable(String, reason: String)
    /// The user's first argument is one that MySQL's clients want to be first, where ours has to be.
    case optionFileTaken(String)
    case passwordUnusable(program: String, reason: String)
    case socketUnusable(program: String, path: String)
    case noSecretFile(reason: String)

    var message: String {
        switch self {
        case .notFound(let program): "client \(program) is not found"
        case .notExecutable(let program, let reason): "client \(program) cannot be started: \(reason)"
        case .scriptNotFound(let script): "script \(script) is not found"
        case .scriptNotExecutable(let script, let reason): "script \(script) cannot be started: \(reason)"
        case .optionFileTaken(let option): "\(option) cannot be given: the password is handed over as an option file"
        case .passwordUnusable(let program, let reason): "the password cannot be handed to \(program): \(reason)"
        case .socketUnusable(let program, let path): "\(program) cannot be led to the socket \(path)"
        case .noSecretFile(let reason): "no private file for the password can be made: \(reason)"
        }
    }

    var hint: String? {
        switch self {
        case .notFound(let program): "install \(program), or give its path after --"
        case .scriptNotFound(let script):
            script.contains("/") ? "give the path of a script after --" : "give its path after --, as in ./\(script)"
        case .scriptNotExecutable(let script, _): "chmod +x \(script), and begin it with #!/bin/sh or the like"
        case .notExecutable(let program, _): "chmod +x \(program), or check that it is a program for this machine"
        case .optionFileTaken(let option): "leave \(option) out, or take 'password' out of levels.yaml"
        case .passwordUnusable: "use --database-url, or take 'password' out of levels.yaml"
        case .socketUnusable: "name it .s.PGSQL.5432, or leave --socket out"
        case .noSecretFile: "set TMPDIR to a folder that you can write to"
        }
    }

    var exitCode: Int32 {
        switch self {
        case .notFound, .notExecutable, .scriptNotFound, .scriptNotExecutable: ExitStatus.unavailable.rawValue
        case .optionFileTaken, .passwordUnusable, .socketUnusable: ExitStatus.usage.rawValue
        case .noSecretFile: ExitStatus.bug.rawValue
        }
    }
}

extension ClientFailure {
    /// The same of a session's script, which was found before: what is to run it was not.
    var ofScript: ClientFailure {
        switch self {
        case .notFound(let script): .scriptNotExecutable(script, reason: "what its first line names is not found")
        case .notExecutable(let script, let reason): .scriptNotExecutable(script, reason: reason)
        default: self
        }
    }
}
