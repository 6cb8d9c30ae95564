import ArgumentParser

extension LevelsSSH {
    /// What the command line asks for.
    ///
    /// A command whose name comes first is read by itself, which takes half the time of reading it below the root: that one
    /// and its other commands are looked at all over before. What is not understood so is read from the root, which says
    /// what is wrong, or is help, in the words that it always has.
    ///
    /// - Parameter arguments: without the name of the program.
    static func read(_ arguments: [String]) throws -> any ParsableCommand {
        let arguments = apart(arguments)
        if let command = readAlone(arguments) { return command }
        if arguments.first == "help" { try checkHelp(arguments.dropFirst()) }
        return try parseAsRoot(arguments)
    }

    /// Of a command that there is not, ArgumentParser would give the help of the one above.
    private static func checkHelp(_ words: ArraySlice<String>) throws {
        var command: any ParsableCommand.Type = self
        for word in words.prefix(while: { !$0.hasPrefix("-") && $0 != "help" }) {
            let below = command.configuration.subcommands
            guard let next = below.first(where: { $0.configuration.commandName == word }) else {
                throw ValidationError("there is no command '\(word)'")
            }
            command = next
        }
    }

    private static func readAlone(_ arguments: [String]) -> (any ParsableCommand)? {
        guard let name = arguments.first,
            let command = configuration.subcommands.first(where: { $0.configuration.commandName == name }),
            command.configuration.subcommands.isEmpty
        else { return nil }
        return try? command.parse(Array(arguments.dropFirst()))
    }

    /// Options that may stand without a value: of `--name=value`, ArgumentParser takes the name and loses the value.
    private static let mayStandAlone = ["--socket", "--socks"]

    /// The same with `--name=value` of these as two words, which it understands.
    private static func apart(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let words = arguments[..<end].flatMap { word in
            guard let sign = word.firstIndex(of: "="), mayStandAlone.contains(String(word[..<sign])) else {
                return [word]
            }
            return [String(word[..<sign]), String(word[word.index(after: sign)...])]
        }
        return words + arguments[end...]
    }
}
