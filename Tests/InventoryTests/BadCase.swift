import Testing

/// One way to spoil the sample, what the reader says to it, and what the schema can know of it.
struct BadCase: Sendable, CustomTestStringConvertible {
    enum Schema: Sendable {
        /// The schema refuses it too.
        case refuses
        /// A schema cannot express the rule, so it lets it pass.
        case passes
        /// It is not about the document but about the YAML, which another parser settles before a schema is asked.
        case unasked
    }

    let old: String
    let new: String
    /// Each is part of a finding, and there is no finding that has none of them.
    let says: [String]
    let schema: Schema

    init(_ old: String, _ new: String, _ schema: Schema, _ says: String...) {
        self.old = old
        self.new = new
        self.schema = schema
        self.says = says
    }

    var testDescription: String { "\(old) -> \(new)" }
}
