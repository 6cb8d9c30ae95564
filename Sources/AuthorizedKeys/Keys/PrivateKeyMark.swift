/// The words by which a private key is known that somebody pasted by mistake.
enum PrivateKeyMark {
    static func isIn(_ text: ArraySlice<UInt8>) -> Bool {
        if text.starts(with: "PuTTY-User-Key-File".utf8) || contains(text, "PuTTY-User-Key-File-") { return true }
        return contains(text, "PRIVATE KEY-----") || contains(text, "SSH2 ENCRYPTED PRIVATE KEY")
            || contains(text, "b3BlbnNzaC1rZXktdjEA")
    }

    /// Takes time in proportion to the text, since no mark begins again inside itself within what is looked at twice.
    private static func contains(_ text: ArraySlice<UInt8>, _ mark: StaticString) -> Bool {
        mark.withUTF8Buffer { mark in
            guard let first = mark.first, text.count >= mark.count else { return false }
            var rest = text
            while let start = rest.firstIndex(of: first) {
                rest = rest[start...]
                if rest.starts(with: mark) { return true }
                rest = rest.dropFirst()
            }
            return false
        }
    }
}
