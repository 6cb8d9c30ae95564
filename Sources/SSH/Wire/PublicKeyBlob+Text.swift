extension PublicKeyBlob: CustomStringConvertible {
    /// A key as it stands in a `.pub` file, in `levels.yaml` and in authorized_keys without options: type, base64,
    /// comment.
    public init(line: some StringProtocol) throws(WireError) {
        self = try Self.parse(line: line).key
    }

    /// The same, with the comment that follows the key.
    public static func parse(line: some StringProtocol) throws(WireError) -> (key: PublicKeyBlob, comment: String) {
        let words = line.utf8.split(maxSplits: 2) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard words.count >= 2 else { throw .malformed("not a public key: a type and base64 are expected") }
        guard words[1].count <= limit / 3 * 4 else {
            throw .tooLong(length: words[1].count, limit: limit / 3 * 4)
        }
        guard let bytes = Base64.decode(words[1].filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }) else {
            throw .malformed("not a public key: what follows the type is not base64")
        }
        let key = try PublicKeyBlob(bytes)
        guard key.type.utf8.elementsEqual(words[0]) else {
            throw .malformed("a key that is called one type and is another")
        }
        guard words.count == 3 else { return (key, "") }
        var comment = Substring(decoding: words[2], as: UTF8.self)
        while let last = comment.last, last.isWhitespace { comment.removeLast() }
        return (key, String(comment))
    }

    public var base64: String { Base64.encode(bytes) }

    /// `type base64`, without a comment: what can be pasted into `levels.yaml`.
    public var line: String { type + " " + base64 }

    /// `SHA256:...` as `ssh-keygen -l` and sshd's log print it.
    public var fingerprint: String { "SHA256:" + Base64.encode(Digest.sha256(bytes), padded: false) }

    public var description: String { escapedForTerminal(type) + " " + fingerprint }
}

extension Sequence<PublicKeyBlob> {
    /// The fingerprint of each once, in their order.
    public var fingerprints: [String] {
        var seen: Set<PublicKeyBlob> = []
        return filter { seen.insert($0).inserted }.map(\.fingerprint)
    }
}
