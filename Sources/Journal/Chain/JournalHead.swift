/// The last line there is: its number and its hash. Kept beside the journal, because a file that ends too early looks
/// whole from within; and worth noting elsewhere, because who can change the one can change the other.
public struct JournalHead: Sendable, Hashable {
    public let number: Int64
    public let hash: LineHash

    public init(number: Int64, hash: LineHash) {
        self.number = number
        self.hash = hash
    }

    public init(of line: JournalLine) {
        self.init(number: line.number, hash: LineHash(of: line.bytes))
    }

    /// Before the first line.
    static let start = JournalHead(number: 0, hash: .none)

    /// Reads `12:` and the hash, as ``description`` writes it.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 16, let number = Int64(parts[0]), String(number) == parts[0],
            (1..<JournalLine.lastNumber).contains(number), let hash = LineHash(parts[1])
        else { return nil }
        self.init(number: number, hash: hash)
    }
}

extension JournalHead: CustomStringConvertible {
    public var description: String { "\(number):\(hash.hexadecimal)" }
}
