/// Edits give a new file, in which every other line is as it was.
extension AuthorizedKeysFile {
    /// Without the lines on which one of these keys stands, whether or not it is in force there.
    public func removing(_ keys: Set<PublicKey>) -> AuthorizedKeysFile {
        removing { line in line.key.map(keys.contains) ?? false }
    }

    /// The same, by fingerprints: `SHA256:...`.
    public func removing(fingerprints: Set<String>) -> AuthorizedKeysFile {
        removing { line in line.key.map { fingerprints.contains($0.fingerprint) } ?? false }
    }

    public func removing(where isGone: (AuthorizedKeysLine) -> Bool) -> AuthorizedKeysFile {
        AuthorizedKeysFile(lines: lines.filter { !isGone($0) })
    }

    /// With a line more in front of that index, or at the end. A last line without a line end gets one, if something
    /// comes behind it.
    public func inserting(_ key: AuthorizedKey, at index: Int? = nil) throws(OptionError) -> AuthorizedKeysFile {
        let line = try Self.line(key)
        var lines = lines
        let place = min(max(0, index ?? lines.count), lines.count)
        if place == lines.count, let last = lines.last, !last.hasLineEnd {
            lines[lines.count - 1] = AuthorizedKeysLine(last.bytes + [UInt8(ascii: "\n")])
        }
        lines.insert(line, at: place)
        return AuthorizedKeysFile(lines: lines)
    }

    /// With another line in the place of one. An index at which there is none appends.
    public func replacing(lineAt index: Int, with key: AuthorizedKey) throws(OptionError) -> AuthorizedKeysFile {
        guard lines.indices.contains(index) else { return try inserting(key) }
        var lines = lines
        lines[index] = try Self.line(key)
        return AuthorizedKeysFile(lines: lines)
    }

    private static func line(_ key: AuthorizedKey) throws(OptionError) -> AuthorizedKeysLine {
        AuthorizedKeysLine(Array((try key.rendered() + "\n").utf8)[...])
    }
}
