/// Reads a line of authorized_keys in the steps of sshd: first as a key, and where there is none, as options and a key.
struct LineReader {
    /// With its line feed, if it has one.
    let bytes: ArraySlice<UInt8>

    /// Up to the line feed or a NUL, where sshd stops to see: what is behind one is not even a comment.
    private var visible: ArraySlice<UInt8> {
        let text = bytes.prefix { $0 != 0 }
        return text.drop(while: OptionReader.isBlank)
    }

    func content() -> AuthorizedKeysLine.Content {
        let text = visible
        guard let first = text.first, first != UInt8(ascii: "\n") else { return .blank }
        if first == UInt8(ascii: "#") { return .comment }
        let whole: KeyError
        do throws(KeyError) {
            let (key, comment) = try Self.key(text)
            return .entry(AuthorizedKey(key: key, comment: comment))
        } catch {
            whole = error
        }
        guard let end = Self.endOfOptions(text) else {
            return .badOptions(.missingEndQuote, nil, comment: "")
        }
        let key: PublicKey
        let comment: RawText
        do throws(KeyError) {
            (key, comment) = try Self.key(text[end...].drop(while: OptionReader.isBlank))
        } catch {
            // Where the line began as a key, it is that key which is broken.
            return .unreadable(KeyName.outer(text[..<end]) == nil ? error : whole)
        }
        do throws(OptionError) {
            let options = try KeyOptions(parsing: text[..<end])
            return .entry(AuthorizedKey(options: options, key: key, comment: comment))
        } catch {
            return .badOptions(error, key, comment: comment)
        }
    }

    /// The first blank outside quotes. Nil where a quote is left open.
    private static func endOfOptions(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>.Index? {
        var isQuoted = false
        var place = text.startIndex
        while place < text.endIndex {
            let byte = text[place]
            if !isQuoted, OptionReader.isBlank(byte) { return place }
            if byte == UInt8(ascii: "\\"), place + 1 < text.endIndex, text[place + 1] == UInt8(ascii: "\"") {
                place += 1
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
            place += 1
        }
        return isQuoted ? nil : text.endIndex
    }

    private static func key(_ text: ArraySlice<UInt8>) throws(KeyError) -> (PublicKey, RawText) {
        let name = text.prefix { !OptionReader.isBlank($0) }
        let behind = text[name.endIndex...].drop(while: OptionReader.isBlank)
        guard !behind.isEmpty else { throw .notAKey }
        let encoded = behind.prefix { !OptionReader.isBlank($0) }
        switch KeyName.outer(name) {
        case nil: throw .unknownType(RawText(name).escaped(limit: 64))
        case .certificate(let type): throw .certificate(type)
        case .plain(let type):
            guard let blob = Base64.decode(encoded) else { throw .badBase64 }
            let key = try PublicKey.read(blob).key
            guard key.type == type else { throw .malformed(.otherType(key.type.rawValue)) }
            var comment = behind[encoded.endIndex...].drop(while: OptionReader.isBlank)
            if comment.last == UInt8(ascii: "\n") { comment = comment.dropLast() }
            return (key, RawText(comment))
        }
    }
}
