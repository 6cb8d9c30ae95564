/// A value of a YAML file, with its position. Types are those of YAML 1.2's core schema (section 10.3.2), without
/// the surprises of 1.1: `no` and `12:30` are strings, and so is a date.
struct Node: Sendable {
    enum Content: Sendable {
        case null
        case boolean(Bool)
        /// Nil where it does not fit.
        case integer(Int?)
        case float
        case string
        case sequence([Node])
        case mapping([Entry])
    }

    struct Entry: Sendable {
        let key: String
        let keyPosition: Position
        let value: Node
    }

    let position: Position
    let content: Content
    /// What a scalar says, whatever its type; empty for a list or a mapping.
    let text: String

    init(position: Position, content: Content) {
        self.position = position
        self.content = content
        text = ""
    }

    /// A scalar; only a plain one, without quotes, can be anything but a string.
    init(position: Position, scalar: String, isPlain: Bool) {
        self.position = position
        content = isPlain ? CoreSchema.content(of: scalar) : .string
        text = scalar
    }

    var typeName: String {
        switch content {
        case .null: "nothing"
        case .boolean: "a boolean"
        case .integer, .float: "a number"
        case .string: "a string"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
