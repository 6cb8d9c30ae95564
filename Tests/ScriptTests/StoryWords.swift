/// A line as an operator types it, split into words: blanks, '...', "..." and \ as in a shell, `$NAME` for what the story
/// knows, and nothing else. A word arrives at the program as it stands there.
struct StoryWords {
    struct Malformed: Error {
        let reason: String
    }

    /// Whether a quote is still open at the end, so that the next line belongs to it.
    static func isOpen(_ line: String) -> Bool {
        (try? split(line, variables: nil)) == nil
    }

    /// - Parameter variables: nil to leave `$NAME` as it is.
    static func split(_ line: String, variables: [String: String]?) throws(Malformed) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = line[...]
        while let character = rest.popFirst() {
            switch (character, quote) {
            case ("'", nil), ("\"", nil):
                quote = character
                word = word ?? ""
            case (_, character): quote = nil
            case ("\\", "\"") where !["\"", "\\", "$"].contains(rest.first): word = (word ?? "") + "\\"
            case ("\\", nil), ("\\", "\""):
                guard let next = rest.popFirst() else { throw Malformed(reason: "ends with a backslash") }
                word = (word ?? "") + String(next)
            case ("$", nil), ("$", "\""):
                let name = rest.prefix { $0.isLetter || $0 == "_" || $0.isNumber }
                rest = rest.dropFirst(name.count)
                guard let variables else { continue }
                guard let value = variables[String(name)] else { throw Malformed(reason: "knows no $\(name)") }
                word = (word ?? "") + value
            case (" ", nil), ("\n", nil):
                if let done = word { words.append(done) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw Malformed(reason: "has an open quote") }
        if let word { words.append(word) }
        return words
    }
}
