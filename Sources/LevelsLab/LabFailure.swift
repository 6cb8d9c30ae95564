/// Why a lab could not be started, used or taken down: what happened, and what to type about it.
///
/// Text that a program printed is bounded and escaped before it gets here.
public enum LabFailure: Error, Sendable, Hashable {
    /// A program that the lab is made of is not installed.
    case missingProgram(String, install: String)
    /// The lab folder holds a lab already.
    case alreadyUp(folder: String)
    /// The lab folder holds no lab.
    case notUp(folder: String)
    /// The folder cannot be trusted, or cannot be entered by whom it must be entered.
    case unusableFolder(String, reason: String, hint: String)
    /// The state file is not one of ours.
    case badState(path: String)
    case commandFailed(command: String, output: String)
    /// A server ended, or did not answer in time; `log` is the end of what it wrote.
    case didNotStart(server: String, reason: String, log: String)
    case noSuchServer(String, known: [String])
    case notPossible(String, hint: String)
    case system(String, errno: Int32)
    /// The task was cancelled while something was awaited.
    case interrupted

    /// What happened: lower case, without a final stop.
    public var message: String {
        switch self {
        case .missingProgram(let program, _): "\(program) is not installed"
        case .alreadyUp(let folder): "a lab is up in \(folder)"
        case .notUp(let folder): "no lab is up in \(folder)"
        case .unusableFolder(let path, let reason, _): "\(path) \(reason)"
        case .badState(let path): "\(path) is not the state of a lab"
        case .commandFailed(let command, let output): "\(command) failed: \(output)"
        case .didNotStart(let server, let reason, let log): "\(server) did not start: \(reason)\n\(log)"
        case .noSuchServer(let name, _): "the lab has no server named \(Escaped.line(name))"
        case .notPossible(let message, _): message
        case .system(let what, let code): "\(what): \(SystemError.text(code))"
        case .interrupted: "interrupted"
        }
    }

    /// What to try: something to type, or to do.
    public var hint: String? {
        switch self {
        case .missingProgram(_, let install): install
        case .alreadyUp(let folder): "levels-lab down --dir \(folder)"
        case .notUp: "levels-lab up"
        case .unusableFolder(_, _, let hint): hint
        case .badState(let path): "look at \(path), and remove its folder by hand if nothing in it is yours"
        case .commandFailed: nil
        case .didNotStart: "read its whole log in the lab folder, under log/"
        case .noSuchServer(_, let known): "one of: \(known.joined(separator: ", "))"
        case .notPossible(_, let hint): hint
        case .system, .interrupted: nil
        }
    }
}

extension LabFailure: CustomStringConvertible {
    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
