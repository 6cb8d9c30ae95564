extension HostScript {
    /// What names mean on the machine, by getent(1); ``NamesRequest`` asks, ``NamesAnswer`` tells.
    public static let names = HostScript(
        "names",
        """
        \(prelude)
        n=0;
        while read -r h; do [ "$h" = . ] && break; n=$((n + 1));
        a=$(getent hosts "$h" 2> /dev/null); [ -n "$a" ] && say "name $n ${a%% *}"; done;
        say end
        """)
}

/// Which names ``HostScript/names`` is to look up: of ``HostPort``s, which have no blanks or line ends in them.
struct NamesRequest: Sendable, Hashable {
    let names: [String]

    var input: [UInt8] { Array((names.map { $0 + "\n" }.joined() + ".\n").utf8) }
}

/// What it has answered.
enum NamesAnswer {
    /// An address for each name that has one there. Anybody's text: to be read as an address before it is used as one.
    static func read(_ answer: [UInt8], to request: NamesRequest) throws(AnswerError) -> [String: String] {
        var lines = try AnswerLines(answer, limit: 1 << 16)
        var found: [String: String] = [:]
        while true {
            let line = try lines.line()
            switch line.word {
            case "name":
                let fields = try line.fields(2)
                let number = try line.number(fields[0])
                guard (1...Int64(request.names.count)).contains(number), fields[1].count <= 64 else { throw line.error }
                found[request.names[Int(number) - 1]] = String(decoding: fields[1], as: UTF8.self)
            case "end": return found
            default: throw line.error
            }
        }
    }
}
