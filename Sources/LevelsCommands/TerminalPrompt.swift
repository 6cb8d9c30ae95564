#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Asks for one line on the terminal.
enum TerminalPrompt {
    /// Nil where stdin or stderr is no terminal: nothing prompts there.
    static func ifPossible(_ talk: Talk) -> (@Sendable (String) -> String?)? {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
        return { question in
            talk.ask(question)
            return readLine(strippingNewline: true)
        }
    }
}
