import Tunnel

extension ClientInvocation {
    /// Options that MySQL's clients heed only as their first word ("Command-Line Options that Affect Option-File
    /// Handling").
    private static let firstOnly = ["--defaults-file", "--defaults-extra-file", "--no-defaults", "--no-login-paths"]

    /// The password comes in an option file; where to connect comes in the arguments after it, because option files
    /// that are read later, such as `~/.my.cnf`, would win over a file of ours and lead to another server.
    /// Words of the user come last and so win over both.
    mutating func lead(mysql target: DatabaseTarget, password: Secret?) throws(ClientFailure) {
        var endpoint: [Word]
        switch target.endpoint {
        case .loopback(let port): endpoint = ["--host=127.0.0.1", .text("--port=\(port)"), "--protocol=tcp"]
        case .unix(let path):
            endpoint = ["--protocol=socket", .text("--socket=\(path)")]
            warning = """
                a MySQL client takes a Unix socket for a safe line and may send its password in a form that the server \
                refuses (caching_sha2_password): leave --socket out where that happens
                """
        }
        if let user = target.user { endpoint.append(.text("--user=\(user)")) }
        let name = program.split(separator: "/").last.map(String.init) ?? program
        if let database = target.databaseName, ClientFamily.mysqlShells.contains(name) {
            endpoint.append(.text("--database=\(database)"))
        }
        // Words that stay where the user has put them, before ours.
        let leading = arguments.prefix { Self.isEarly($0) }
        let rest = arguments.dropFirst(leading.count)
        guard let password else {
            arguments = leading + endpoint + rest
            return
        }
        if let taken = leading.lazy.map(Self.option).first(where: Self.firstOnly.contains) {
            throw .optionFileTaken(taken)
        }
        secret = Secret(MySQLOptionFile.password(password))
        arguments = [.secretPath(prefix: "--defaults-extra-file=")] + leading + endpoint + rest
    }

    private static func isEarly(_ word: Word) -> Bool {
        let option = option(word)
        return firstOnly.contains(option) || option == "--defaults-group-suffix" || option == "--print-defaults"
    }

    /// The word without its value.
    private static func option(_ word: Word) -> String {
        String(word.resolved(nil).prefix { $0 != "=" })
    }
}

/// MySQL's option files ("Using Option Files").
enum MySQLOptionFile {
    /// A file with nothing but the password.
    ///
    /// The value is quoted, so that `#` does not begin a comment and blanks at its ends are kept. Within quotes a
    /// backslash begins an escape and a line ends the option, so the two, and the quote, are escaped.
    static func password(_ password: Secret) -> [UInt8] {
        Array("[client]\npassword=".utf8) + quoted(password.revealed) + Array("\n".utf8)
    }

    /// A value between quotes.
    static func quoted(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var value: [UInt8] = [UInt8(ascii: "\"")]
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): value += Array("\\\\".utf8)
            case UInt8(ascii: "\""): value += Array("\\\"".utf8)
            case UInt8(ascii: "\n"): value += Array("\\n".utf8)
            case UInt8(ascii: "\r"): value += Array("\\r".utf8)
            case UInt8(ascii: "\t"): value += Array("\\t".utf8)
            case 8: value += Array("\\b".utf8)
            default: value.append(byte)
            }
        }
        return value + [UInt8(ascii: "\"")]
    }
}
