public import AuthorizedKeys
public import Inventory

/// The comment of a rendered line: `levels-ssh:alice Alice Example`. It names the person to whoever reads the file on a
/// host, and tells a line of ours, whose owner has left the roster, from one that was never ours.
public enum KeyComment {
    static let mark = "levels-ssh:"

    /// The name in printable ASCII without quotes, backslashes or dollars; what is something else becomes a `?`.
    public static func text(for person: Person) -> String {
        var name = ""
        for scalar in person.name.unicodeScalars {
            switch scalar {
            case " ": if !name.isEmpty, !name.hasSuffix(" ") { name += " " }
            case "\"", "'", "`", "\\", "$": continue
            case "!"..."~": name.unicodeScalars.append(scalar)
            default: name += "?"
            }
        }
        if name.hasSuffix(" ") { name.removeLast() }
        return mark + person.id + (name.isEmpty ? "" : " " + name)
    }

    /// How every comment of ours about somebody begins.
    public static func mark(_ id: String) -> String { mark + id }

    /// The id in a comment of ours; nil in any other. Anybody could have written it: it proves nothing but that nobody else
    /// will miss the line.
    public static func person(in comment: RawText) -> String? {
        guard comment.bytes.starts(with: mark.utf8) else { return nil }
        let id = comment.bytes.dropFirst(mark.utf8.count).prefix { $0 != 0x20 }
        let isID = id.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: [0x2D, 0x2E, 0x5F].contains(byte)  // - . _
            }
        }
        guard isID, (1...32).contains(id.count) else { return nil }
        return String(decoding: id, as: UTF8.self)
    }
}
