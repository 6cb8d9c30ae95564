/// The name of one change on one machine, so that nobody confirms or reverts another's.
public struct ChangeToken: Sendable, Hashable {
    /// 32 digits.
    public let text: String

    /// A new one, that nobody could guess.
    public init() {
        var generator = SystemRandomNumberGenerator()
        text = Hexadecimal.text((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// Nil for what is not one.
    public init?(_ text: String) {
        guard text.utf8.count == 32, Hexadecimal.bytes(text.utf8)?.count == 16 else { return nil }
        self.text = text
    }
}
