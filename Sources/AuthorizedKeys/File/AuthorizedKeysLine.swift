/// A line of an authorized_keys file: its bytes, and what is to be read in them.
public struct AuthorizedKeysLine: Sendable, Hashable {
    /// What sshd finds on a line.
    public enum Content: Sendable, Hashable {
        case blank
        case comment
        case entry(AuthorizedKey)
        /// Options that sshd does not take, and the key behind them if there is one to be found.
        case badOptions(OptionError, PublicKey?, comment: RawText)
        case unreadable(KeyError)
    }

    /// With the line feed at its end, if it has one.
    public let bytes: ArraySlice<UInt8>
    public let content: Content

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        content = LineReader(bytes: bytes).content()
    }

    /// The key on the line, whether or not it is in force.
    public var key: PublicKey? {
        switch content {
        case .entry(let entry): entry.key
        case .badOptions(_, let key, _): key
        case .blank, .comment, .unreadable: nil
        }
    }

    /// What is behind the key.
    public var comment: RawText? {
        switch content {
        case .entry(let entry): entry.comment
        case .badOptions(_, .some, let comment): comment
        case .badOptions, .blank, .comment, .unreadable: nil
        }
    }

    /// What sshd makes of this line, had it the file for itself.
    public func verdict(_ context: ServerContext) -> Verdict {
        // OpenSSH before 7.8 reads into a buffer of this size and passes over what does not fit.
        if context.version < SSHDVersion(7, 8), bytes.count >= 16384 { return .ignored(.lineTooLong(limit: 16383)) }
        return switch content {
        case .blank: .ignored(.blank)
        case .comment: .ignored(.comment)
        case .unreadable(let error): .ignored(.unreadableKey(error))
        case .badOptions(let error, _, _): .ignored(.badOptions(error))
        case .entry(let entry): entry.verdict(context)
        }
    }

    var hasLineEnd: Bool { bytes.last == UInt8(ascii: "\n") }
}
