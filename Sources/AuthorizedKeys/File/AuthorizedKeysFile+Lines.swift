extension AuthorizedKeysFile {
    /// Without some lines, with other text in the place of some, and with more at the end; every other line is as it was,
    /// byte for byte.
    ///
    /// For lines that were rendered elsewhere: none of them is looked at, so each has to be one line without its end.
    /// - Parameters:
    ///   - removed: indices into ``lines``.
    ///   - replaced: by index; wins over `removed`.
    public func editing(
        removing removed: Set<Int>, replacing replaced: [Int: String] = [:], appending appended: [String] = []
    ) -> AuthorizedKeysFile {
        var edited: [AuthorizedKeysLine] = []
        for (index, line) in lines.enumerated() {
            if let text = replaced[index] {
                edited.append(Self.line(text))
            } else if !removed.contains(index) {
                edited.append(line)
            }
        }
        if !appended.isEmpty, let last = edited.last, !last.hasLineEnd {
            edited[edited.count - 1] = AuthorizedKeysLine(last.bytes + [UInt8(ascii: "\n")])
        }
        return AuthorizedKeysFile(lines: edited + appended.map(Self.line))
    }

    private static func line(_ text: String) -> AuthorizedKeysLine {
        AuthorizedKeysLine(Array((text + "\n").utf8)[...])
    }
}
