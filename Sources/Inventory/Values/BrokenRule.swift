/// Why a text is not the value it should be: the rule it breaks, and where one is at hand, what was probably meant.
///
/// Knows no file and no position; the reader of a file adds those.
public struct BrokenRule: Error, Sendable, Equatable {
    /// Lower case, no final stop.
    public let rule: String
    /// A text that would have been taken in its place.
    public let suggestion: String?

    public init(_ rule: String, suggestion: String? = nil) {
        self.rule = rule
        self.suggestion = suggestion
    }
}
