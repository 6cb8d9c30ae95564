internal import Files

/// SHA-256 of a line's bytes without its end, as 64 hexadecimal digits: what the next line carries.
public struct LineHash: Sendable, Hashable {
    public let hexadecimal: String

    /// What the first line carries.
    public static let none = LineHash(unchecked: String(repeating: "0", count: 64))

    init(of bytes: some Collection<UInt8>) {
        var digest = RunningDigest()
        Array(bytes).withUnsafeBytes { digest.take($0) }
        hexadecimal = digest.hexadecimal()
    }

    /// Nil for anything that ``hexadecimal`` would not be.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 64,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        hexadecimal = String(text)
    }

    private init(unchecked: String) { hexadecimal = unchecked }
}
