import Inventory
import Tunnel

/// A client's command line and environment, with a place in it for a file that holds the password: a value, made without
/// touching anything, so that what is handed over can be read off it.
struct ClientInvocation: Sendable {
    /// A word that may name the secret file.
    enum Word: Sendable, Hashable {
        case text(String)
        /// The text, and after it the path of the secret file.
        case secretPath(prefix: String)

        /// The word, once the file's path is known.
        func resolved(_ path: String?) -> String {
            switch self {
            case .text(let text): text
            case .secretPath(let prefix): prefix + (path ?? "")
            }
        }
    }

    /// The program as the user named it, looked up on PATH where it holds no slash.
    var program: String
    /// All words after the program's name.
    var arguments: [Word]
    /// The whole environment of the client.
    var environment: [String: Word]
    /// What the secret file holds; nil where none is needed.
    var secret: Secret?
    /// What the user should know about this client at this endpoint.
    var warning: String?

    /// - Parameters:
    ///   - command: the user's words after `--`, handed on as they are; at least one.
    ///   - environment: ours.
    ///   - withheld: variables of ours that the client is not to see, such as the one that held the password.
    ///   - databaseURL: hand over `DATABASE_URL`, password included, because the user asked for it.
    static func make(
        command: [String], target: DatabaseTarget, password: Secret?, environment: [String: String],
        withheld: Set<String> = [], databaseURL: Bool = false
    ) throws(ClientFailure) -> ClientInvocation {
        guard let program = command.first, !program.isEmpty else { throw .notFound("") }
        if let password, password.revealed.contains(0) {
            throw .passwordUnusable(program: program, reason: "it contains a NUL byte")
        }
        var invocation = ClientInvocation(
            program: program, arguments: command.dropFirst().map(Word.text),
            environment: environment.filter { !withheld.contains($0.key) }.mapValues(Word.text))
        invocation.describe(target)
        if databaseURL {
            invocation.environment["DATABASE_URL"] = .text(DatabaseURL.withPassword(target, password))
        }
        switch (ClientFamily(program: program), target.engine) {
        case (.mysql, .mysql): try invocation.lead(mysql: target, password: password)
        case (.postgres, .postgres): try invocation.lead(postgres: target, password: password)
        // A client of another engine gets no password that it did not ask for.
        case (.mysql, _), (.postgres, _), (.other, _): break
        }
        return invocation
    }

    /// What any program finds in its environment. The password is not among it.
    private mutating func describe(_ target: DatabaseTarget) {
        // What an outer levels-ssh has set describes another tunnel.
        for name in ["HOST", "PORT", "SOCKET", "USER", "NAME", "ENGINE"] {
            environment["LEVELS_DB_" + name] = nil
        }
        environment["LEVELS_ENV"] = .text(target.environment)
        environment["LEVELS_DB_ENGINE"] = .text(target.engine.rawValue)
        environment["LEVELS_DB_USER"] = target.user.map(Word.text)
        environment["LEVELS_DB_NAME"] = target.databaseName.map(Word.text)
        switch target.endpoint {
        case .loopback(let port):
            environment["LEVELS_DB_HOST"] = "127.0.0.1"
            environment["LEVELS_DB_PORT"] = .text(String(port))
        case .unix(let path): environment["LEVELS_DB_SOCKET"] = .text(path)
        }
    }
}

extension ClientInvocation.Word: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .text(value) }
}
