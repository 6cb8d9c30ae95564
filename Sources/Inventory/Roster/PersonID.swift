/// A person's id: the name of their file without `.yaml`.
///
/// It goes into comments of authorized_keys, into reports and onto command lines, so it is made of what means nothing
/// to any of those; and in lower case, since some file systems tell no cases apart.
enum PersonID {
    static let rule =
        "the name of a person's file is 1 to 32 of a-z, 0-9, ., _ and -, beginning with a letter or a digit"
    static let ending = ".yaml"

    static func check(_ id: String) throws(BrokenRule) -> String {
        guard isGood(id) else {
            let tidied = String(
                decoding: id.utf8.map { Characters.isUpper($0) ? $0 | 0x20 : $0 == 0x20 ? UInt8(ascii: "-") : $0 },
                as: UTF8.self)
            throw BrokenRule(rule + ", and .yaml", suggestion: isGood(tidied) ? tidied + ending : nil)
        }
        return id
    }

    private static func isGood(_ id: String) -> Bool {
        let bytes = id.utf8
        guard (1...32).contains(bytes.count), let first = bytes.first,
            Characters.isLower(first) || Characters.isDigit(first)
        else { return false }
        return bytes.allSatisfy {
            Characters.isLower($0) || Characters.isDigit($0) || [0x2D, 0x2E, 0x5F].contains($0)  // - . _
        }
    }
}
