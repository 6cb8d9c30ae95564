internal import AuthorizedKeys

/// The line of a key in the roster: a type, base64, and perhaps a comment. Options are refused: what a key may do follows
/// from what its owner may, and is written by nobody's hand.
enum RosterKey {
    static func read(_ text: String) throws(BrokenRule) -> KeyLine {
        guard !text.contains("PRIVATE KEY") else { throw privateKey }
        guard text.utf8.count <= RosterLimits.keyLine else {
            throw BrokenRule("the line of a key has at most \(RosterLimits.keyLine) bytes")
        }
        guard !text.unicodeScalars.contains(where: Characters.isControl) else {
            throw BrokenRule("a key is one line, without control characters")
        }
        do throws(KeyError) {
            return try KeyLine(parsing: text)
        } catch .privateKey {
            throw privateKey
        } catch .unknownType, .notAKey {
            // Not in the error's own words, which have what stands there in them.
            let types = KeyType.allCases.filter { $0 != .dsa }.map(\.rawValue)
            let word = String(text.prefix { $0 != " " })
            throw BrokenRule(
                "a key begins with its type, one of \(types.joined(separator: ", ")); options do not go in front of it",
                suggestion: Spelling.nearest(to: word, among: types))
        } catch {
            throw BrokenRule(error.hint.isEmpty ? error.message : error.message + ": " + error.hint)
        }
    }

    static let privateKey = BrokenRule(
        "this is a private key: it must not be here, nor be used again; make another, and put its .pub file's line here"
    )

    /// Of a line that could not be read: as much as cannot be a secret.
    static func shown(_ text: String) -> String {
        let type = text.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard let type = String(type), KeyType(rawValue: type) != nil else { return Excerpt.redacted }
        return Excerpt.quoted(type + " ...")
    }
}
