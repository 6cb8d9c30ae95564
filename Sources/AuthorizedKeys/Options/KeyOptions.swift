/// The options in front of a key, in their order.
public struct KeyOptions: Sendable, Hashable {
    public var options: [KeyOption]

    public init(_ options: [KeyOption] = []) { self.options = options }

    /// Reads what stands in front of a key, up to the first blank outside quotes, as sshd reads it.
    public init(parsing bytes: some Collection<UInt8>) throws(OptionError) {
        var reader = OptionReader(bytes)
        options = try reader.options()
    }

    public init(parsing text: String) throws(OptionError) { try self.init(parsing: Array(text.utf8)) }

    public var isEmpty: Bool { options.isEmpty }

    /// The text to write in front of a key; empty without options.
    ///
    /// Throws for a value that would not come back from sshd's reading as it went in, or that sshd would refuse: the
    /// line would be dead.
    public func rendered() throws(OptionError) -> String {
        var parts: [String] = []
        for option in options {
            guard let value = option.value else {
                parts.append(option.name)
                continue
            }
            if case .from = option, ClientPatterns(value) == nil { throw .badFrom(value.escaped(limit: 80)) }
            parts.append(option.name + "=\"" + (try Self.quoted(value, option.name)) + "\"")
        }
        let permissions = KeyPermissions(self)
        if permissions.principals != nil, !permissions.isCertificateAuthority {
            throw .unwritable(option: "principals")
        }
        let text = parts.joined(separator: ",")
        // What sshd would make something else of is not written, whatever the reason.
        guard try KeyOptions(parsing: text) == self else { throw .unwritable(option: options.first?.name ?? "") }
        return text
    }

    /// Control characters would end the line, or be a terminal's; what is not UTF-8 has no place in a `String`. A
    /// backslash in front of a quote, or at the end, cannot be written: sshd has no escape for it.
    private static func quoted(_ value: RawText, _ option: String) throws(OptionError) -> String {
        let bytes = value.bytes
        guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: isControl),
            bytes.last != UInt8(ascii: "\\"),
            !zip(bytes, bytes.dropFirst()).contains(where: { $0 == UInt8(ascii: "\\") && $1 == UInt8(ascii: "\"") })
        else { throw .unwritable(option: option) }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if scalar == "\"" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
