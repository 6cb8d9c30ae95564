internal import AuthorizedKeys

/// What sshd would go by for one user who comes from one address: the answer of `sshd -T -C user=...,host=...,addr=...`
/// (sshd(8)).
public struct EffectiveSettings: Sendable, Hashable {
    static let mostLines = 1024
    /// In bytes.
    public static let limit = 1 << 17

    /// By sshd's words, in lower case; a word that comes more than once has all its values, in order.
    public let values: [String: [String]]

    /// Nil for what sshd would not have written: no text, not a line of a word and a value, more than there are words.
    public init?(_ answer: [UInt8]) {
        guard answer.count <= Self.limit, let text = String(validating: answer, as: UTF8.self) else { return nil }
        var values: [String: [String]] = [:]
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        guard !lines.isEmpty, lines.count <= Self.mostLines else { return nil }
        for line in lines {
            let word = line.prefix { $0 != 0x20 }
            guard (1...64).contains(word.count), let word = Self.folded(word) else { return nil }
            // sshd writes a word without a value where that is empty, and blanks around one that it joins.
            let value = Self.trimmed(line.dropFirst(word.utf8.count))
            values[word, default: []].append(String(decoding: value, as: UTF8.self))
        }
        self.values = values
    }

    /// The first value under any of a directive's names; nil where sshd does not know it, or where it is set to nothing.
    func value(_ names: [String]) -> String? {
        names.lazy.compactMap { values[$0]?.first }.first
    }

    /// From OpenSSH 10.4 on, words are written as sshd_config(5) spells them.
    static func folded(_ word: some Collection<UInt8>) -> String? {
        let bytes = word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard bytes.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text.drop { $0 == 0x20 }
        while text.last == 0x20 { text.removeLast() }
        return text
    }
}
