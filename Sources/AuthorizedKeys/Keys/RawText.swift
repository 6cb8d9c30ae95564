/// Text that somebody else wrote: a comment, an option's value. Kept as the bytes that it came as, shown escaped.
public struct RawText: Sendable, Hashable, ExpressibleByStringLiteral {
    public let bytes: [UInt8]

    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    public init(_ text: String) { bytes = Array(text.utf8) }
    public init(stringLiteral text: String) { self.init(text) }

    public var isEmpty: Bool { bytes.isEmpty }

    /// Whether there is more to it than a reader would see: control and format characters, odd blanks, what is not
    /// UTF-8.
    public var hidesSomething: Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return true }
        return !text.unicodeScalars.allSatisfy { Self.isShown($0) || $0 == "\\" }
    }

    /// Fit for a terminal and a log: one line in which nothing is obeyed, reordered or hidden. Control characters,
    /// format characters (which can turn the direction of text), unassigned ones, separators other than a space,
    /// backslashes and what is not UTF-8 are escaped.
    /// - Parameter limit: the most characters that are shown; what is longer ends in `...`.
    public func escaped(limit: Int = 256) -> String {
        var result = ""
        var shown = 0
        var rest = bytes[...]
        while let first = rest.first {
            guard shown < limit else { return result + "..." }
            shown += 1
            let (scalar, length) = Self.firstScalar(rest)
            if let scalar, Self.isShown(scalar) {
                result.unicodeScalars.append(scalar)
            } else if first == UInt8(ascii: "\\") {
                result += "\\\\"
            } else if let scalar, !scalar.isASCII {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result += "\\x" + (first < 16 ? "0" : "") + String(first, radix: 16)
            }
            rest = rest.dropFirst(length)
        }
        return result
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: scalar != "\\"
        }
    }

    /// The first scalar, if these are its bytes, and how many of them to pass over.
    private static func firstScalar(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar?, Int) {
        var decoder = UTF8()
        var input = bytes.prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&input) else { return (nil, 1) }
        return (scalar, UTF8.width(scalar))
    }
}

extension RawText: CustomStringConvertible {
    public var description: String { escaped() }
}
