/// Why a declared password could not be had. Never carries any of it.
package enum CredentialFailure: Error, Sendable, Hashable {
    case variableMissing(String)
    case fileUnreadable(String, reason: String)
    case fileNotRegular(String)
    case fileNotOurs(String)
    case fileOpenToOthers(String)
    case empty(origin: String)
    case tooLong(origin: String, limit: Int)
    case commandMissing
    case commandNotStarted(String)
    case commandFailed(String, code: Int32)
    case commandSignalled(String, signal: Int32)
    case commandTimedOut(String, after: Duration)

    var message: String {
        switch self {
        case .variableMissing(let name): "the password is declared to be in $\(name), which is not set"
        case .fileUnreadable(let path, let reason): "the password file \(path) cannot be read: \(reason)"
        case .fileNotRegular(let path): "the password file \(path) is not a regular file"
        case .fileNotOurs(let path): "the password file \(path) belongs to somebody else"
        case .fileOpenToOthers(let path): "the password file \(path) can be read by others"
        case .empty(let origin): "the password from \(origin) is empty"
        case .tooLong(let origin, let limit): "the password from \(origin) does not end within \(limit) bytes"
        case .commandMissing: "the password command is empty"
        case .commandNotStarted(let program): "the password command \(program) cannot be started"
        case .commandFailed(let program, let code): "the password command \(program) failed with exit code \(code)"
        case .commandSignalled(let program, let signal): "the password command \(program) was ended by signal \(signal)"
        case .commandTimedOut(let program, let after): "the password command \(program) took longer than \(after.words)"
        }
    }

    var hint: String {
        switch self {
        case .variableMissing(let name):
            "export \(name), or take 'password' out of levels.yaml to be asked by the client"
        case .fileUnreadable(let path, _), .fileNotRegular(let path): "put the password into the first line of \(path)"
        case .fileNotOurs(let path): "make a copy of \(path) that is yours, with mode 600"
        case .fileOpenToOthers(let path): "chmod 600 \(path)"
        case .empty, .tooLong: "the password is the first line, and nothing else is read"
        case .commandMissing: "write it as a list: password: { command: [pass, show, levels/db] }"
        case .commandNotStarted: "check that the program is installed, and on your PATH"
        case .commandFailed, .commandSignalled, .commandTimedOut: "run the command by hand to see what it wants"
        }
    }
}
