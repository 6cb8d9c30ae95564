/// Something to be said about a place in a file: an error that has it refused, or a note beside what was read.
///
/// Every text in it is fit for a terminal: what came from the file is escaped and cut, and what may be a password is
/// left out.
public struct Finding: Sendable, Equatable, Encodable {
    /// The file, as it was named or found.
    public let file: String
    public let line: Int
    public let column: Int
    /// The way there, such as `vpcs.production.bastions[0].address`; empty for the file as a whole.
    public let path: String
    /// What stands there, quoted; nil where something is missing.
    public let value: String?
    /// Lower case, no final stop.
    public let rule: String
    /// What was probably meant, unquoted.
    public let suggestion: String?

    init(file: String, at place: Place, value: String?, rule: String, suggestion: String?) {
        self.file = file
        line = place.position.line
        column = place.position.column
        path = place.path
        self.value = value
        self.rule = rule
        self.suggestion = suggestion
    }
}

extension Finding: CustomStringConvertible {
    /// `levels.yaml:12:7: vpcs.production.bastoins: value "bastoins": is no key here; did you mean "bastions"?`
    public var description: String {
        var text = "\(file):\(line):\(column): "
        if !path.isEmpty { text += path + ": " }
        if let value { text += "value \(value): " }
        text += rule
        if let suggestion { text += "; did you mean \"\(suggestion)\"?" }
        return text
    }
}
