/// What an operator types, and what comes back: a text file, read into steps. Stories/README says how they are written.
struct Story {
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    /// A command that is run to its end, and what it leaves.
    struct Command {
        var words: String
        var output: [String] = []
        /// Nil where the story says nothing about stderr.
        var errors: [String]?
        var exit: Int32 = 0
    }

    enum Stream { case output, errors }

    enum Action {
        case run(Command)
        case start(String, words: String, terminal: Bool)
        case hears(String, Stream, line: String)
        case types(String, text: String)
        case signal(String, String)
        case resize(String, rows: Int, columns: Int)
        case ends(String, exit: Int32)
        case file(String, lines: [String])
        case set(String, value: String)
        case port(String)
        case lab(String, server: String)
        case nowhere(String)
    }

    struct Step {
        let line: Int
        var action: Action
    }

    let name: String
    let path: String
    private(set) var steps: [Step] = []

    init(name: String, path: String, text: String) throws(Malformed) {
        self.name = name
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        if lines.last == "" { lines.removeLast() }
        while let line = lines.first {
            let number = lines.startIndex + 1
            lines.removeFirst()
            if line.hasPrefix("#") || line.isEmpty { continue }
            if line.hasPrefix("$ ") {
                steps.append(Step(line: number, action: .run(Self.command(String(line.dropFirst(2)), &lines))))
            } else if line.hasPrefix("@file ") {
                let body = lines.prefix { $0.hasPrefix("    ") || $0.isEmpty }
                lines = lines.dropFirst(body.count)
                let kept = body.map { String($0.dropFirst(4)) }
                steps.append(Step(line: number, action: .file(String(line.dropFirst(6)), lines: kept)))
            } else if line.hasPrefix("@") {
                var line = line
                while line.contains(" $ "), StoryWords.isOpen(line), let next = lines.popFirst() { line += "\n" + next }
                guard let action = Self.action(String(line.dropFirst())) else {
                    throw Malformed(description: "\(name):\(number): \(line)")
                }
                steps.append(Step(line: number, action: action))
            } else {
                throw Malformed(description: "\(name):\(number): no command before: \(line)")
            }
        }
    }

    private static func command(_ first: String, _ lines: inout ArraySlice<String>) -> Command {
        var command = Command(words: first)
        while StoryWords.isOpen(command.words), let next = lines.popFirst() { command.words += "\n" + next }
        while let line = lines.first, !["$ ", "@", "#"].contains(where: line.hasPrefix), !line.isEmpty {
            lines.removeFirst()
            if line == "!" {
                command.errors = command.errors ?? []
            } else if line.hasPrefix("! ") {
                command.errors = (command.errors ?? []) + [String(line.dropFirst(2))]
            } else if line.hasPrefix("? "), let code = Int32(line.dropFirst(2)) {
                command.exit = code
            } else {
                command.output.append(line == "\\" ? "" : line)
            }
        }
        return command
    }

    /// `@NAME $ WORDS`, `@NAME > LINE`, `@set NAME VALUE` and so on, without the `@`.
    private static func action(_ line: String) -> Action? {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        let rest = parts.count > 2 ? parts[2] : ""
        guard let first = parts.first, parts.count > 1 else { return nil }
        switch (first, parts[1]) {
        case ("set", let name): return .set(name, value: rest)
        case ("port", let name): return .port(name)
        case ("lab", let verb): return .lab(verb, server: rest)
        case ("nowhere", _): return .nowhere(parts.dropFirst().joined(separator: " "))
        case (_, "$"): return .start(first, words: rest, terminal: false)
        case (_, "tty"):
            return rest.hasPrefix("$ ") ? .start(first, words: String(rest.dropFirst(2)), terminal: true) : nil
        case (_, ">"): return .hears(first, .output, line: rest)
        case (_, "!"): return .hears(first, .errors, line: rest)
        case (_, "<"): return .types(first, text: rest)
        case (_, "kill"): return .signal(first, rest)
        case (_, "size"):
            let numbers = rest.split(separator: " ").compactMap { Int($0) }
            return numbers.count == 2 ? .resize(first, rows: numbers[0], columns: numbers[1]) : nil
        case (_, "?"): return Int32(rest).map { .ends(first, exit: $0) }
        default: return nil
        }
    }
}
