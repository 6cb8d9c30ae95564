/// A line that is expected. `$NAME` stands for what the story knows; `{any}`, `{number}` and `{time}` for what varies, and
/// `{NAME=number}` or `{NAME=any}` keeps it. Anything else is meant as it stands, braces too.
struct LinePattern {
    private enum Hole: Substring {
        case any, number, time

        /// Whether it may stand for `text`.
        func takes(_ text: Substring) -> Bool {
            let digits: (Character) -> Bool = { $0.isASCII && $0.isNumber }
            switch self {
            case .any: return true
            case .number: return !text.isEmpty && text.allSatisfy { digits($0) || $0 == "." }
            case .time:
                let words = text.split(separator: " ", omittingEmptySubsequences: false)
                return words.count.isMultiple(of: 2) && !words.isEmpty
                    && words.enumerated().allSatisfy { index, word in
                        index.isMultiple(of: 2)
                            ? !word.isEmpty && word.allSatisfy { digits($0) || $0 == "." }
                            : ["ms", "s", "min", "h"].contains(word)
                    }
            }
        }
    }

    private enum Part {
        case text(String)
        case hole(Hole, name: String?)
    }

    private let parts: [Part]

    init(_ line: String, variables: [String: String]) {
        var parts: [Part] = []
        var text = ""
        var rest = line[...]
        while let character = rest.first {
            if character == "{", let end = rest.firstIndex(of: "}") {
                let inside = rest[rest.index(after: rest.startIndex)..<end]
                let words = inside.split(separator: "=", maxSplits: 1)
                if let last = words.last, let hole = Hole(rawValue: last),
                    words.count == 1 || words[0].allSatisfy({ $0.isLetter })
                {
                    parts += [.text(text), .hole(hole, name: words.count > 1 ? String(words[0]) : nil)]
                    text = ""
                    rest = rest[rest.index(after: end)...]
                    continue
                }
            }
            if character == "$" {
                let name = rest.dropFirst().prefix { $0.isLetter || $0 == "_" || $0.isNumber }
                if let value = variables[String(name)] {
                    text += value
                    rest = rest.dropFirst(name.count + 1)
                    continue
                }
            }
            text.append(character)
            rest = rest.dropFirst()
        }
        self.parts = parts + [.text(text)]
    }

    /// What was kept, where `line` is as expected; nil where it is not.
    func match(_ line: String) -> [String: String]? {
        Self.match(line[...], parts[...])
    }

    private static func match(_ line: Substring, _ parts: ArraySlice<Part>) -> [String: String]? {
        guard let part = parts.first else { return line.isEmpty ? [:] : nil }
        let rest = parts.dropFirst()
        switch part {
        case .text(let text):
            return line.hasPrefix(text) ? match(line.dropFirst(text.count), rest) : nil
        case .hole(let hole, let name):
            for count in 0...line.count {
                let taken = line.prefix(count)
                guard hole.takes(taken), var kept = match(line.dropFirst(count), rest) else { continue }
                if let name { kept[name] = String(taken) }
                return kept
            }
            return nil
        }
    }

    /// Compares whole output; a pattern `...` stands for any number of lines. Gives what was kept.
    static func match(lines: ArraySlice<String>, _ expected: ArraySlice<String>, _ variables: [String: String])
        -> [String: String]?
    {
        guard let pattern = expected.first else { return lines.isEmpty ? variables : nil }
        let rest = expected.dropFirst()
        if pattern == "..." {
            for start in lines.startIndex...lines.endIndex {
                if let kept = match(lines: lines[start...], rest, variables) { return kept }
            }
            return nil
        }
        guard let line = lines.first, let kept = LinePattern(pattern, variables: variables).match(line) else {
            return nil
        }
        return match(lines: lines.dropFirst(), rest, variables.merging(kept) { $1 })
    }
}
