/// The rules that names and other texts keep.
enum Names {
    /// VPCs, environments, hosts, databases: fit for a file name, a DNS label, an option.
    static func check(_ name: String) throws(BrokenRule) -> String {
        let bytes = name.utf8
        guard (1...31).contains(bytes.count), bytes.first != UInt8(ascii: "-"),
            bytes.allSatisfy({ Characters.isLower($0) || Characters.isDigit($0) || $0 == UInt8(ascii: "-") })
        else {
            throw BrokenRule("a name is 1 to 31 of a-z, 0-9 and -, and does not begin with -", suggestion: tidied(name))
        }
        return name
    }

    /// An account on a server: the portable user names of POSIX.1-2017 section 3.437, as long as Linux takes them.
    static func checkUser(_ name: String) throws(BrokenRule) -> String {
        let bytes = name.utf8
        guard (1...32).contains(bytes.count), bytes.first != UInt8(ascii: "-"),
            bytes.allSatisfy({
                Characters.isLetter($0) || Characters.isDigit($0) || [0x2D, 0x2E, 0x5F].contains($0)  // - . _
            })
        else {
            throw BrokenRule("a user name is 1 to 32 of A-Z, a-z, 0-9, ., _ and -, and does not begin with -")
        }
        return name
    }

    /// Something that is only shown or passed on: an owner, what a database server calls its users and databases.
    static func checkText(_ text: String) throws(BrokenRule) -> String {
        guard (1...Limits.text).contains(text.unicodeScalars.count),
            !text.unicodeScalars.contains(where: Characters.isControl)
        else {
            throw BrokenRule("must have 1 to \(Limits.text) characters, none of them a control character")
        }
        return text
    }

    static func checkPath(_ path: String) throws(BrokenRule) -> String {
        guard (1...Limits.longText).contains(path.unicodeScalars.count),
            !path.unicodeScalars.contains(where: Characters.isControl)
        else {
            throw BrokenRule("a path has 1 to \(Limits.longText) characters, none of them a control character")
        }
        return path
    }

    /// An argument of a program; line ends and tabs are its own affair, a NUL would end it.
    static func checkArgument(_ text: String) throws(BrokenRule) -> String {
        guard text.unicodeScalars.count <= Limits.longText, !text.unicodeScalars.contains("\0") else {
            throw BrokenRule("an argument has at most \(Limits.longText) characters, none of them NUL")
        }
        return text
    }

    /// POSIX.1-2017 section 8.1, and lower case as well, which programs do use.
    static func checkVariable(_ name: String) throws(BrokenRule) -> String {
        let bytes = name.utf8
        guard (1...Limits.text).contains(bytes.count), bytes.first.map(Characters.isDigit) == false,
            bytes.allSatisfy({ Characters.isLetter($0) || Characters.isDigit($0) || $0 == UInt8(ascii: "_") })
        else {
            throw BrokenRule("the name of a variable is made of A-Z, a-z, 0-9 and _, and begins with no digit")
        }
        return name
    }

    /// `Prod_EU` is `prod-eu`.
    private static func tidied(_ name: String) -> String? {
        guard (1...31).contains(name.utf8.count) else { return nil }
        let bytes = name.utf8.map { byte in
            switch byte {
            case _ where Characters.isUpper(byte): byte | 0x20
            case UInt8(ascii: "_"), UInt8(ascii: " "), UInt8(ascii: "."): UInt8(ascii: "-")
            default: byte
            }
        }
        let tidied = String(decoding: bytes, as: UTF8.self)
        guard tidied != name, (try? check(tidied)) != nil else { return nil }
        return tidied
    }
}
