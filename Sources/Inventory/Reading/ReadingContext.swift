/// What the reading of a file depends on besides its bytes.
struct ReadingContext {
    /// How the file is called in findings.
    let file: String
    /// Its absolute path.
    let path: String
    /// What `~/` stands for; nil where that is not known.
    let home: String?
    /// Seconds since 1970-01-01 00:00 UTC.
    let now: Int64

    /// The folder that relative paths in the file start from.
    var folder: String {
        let end = path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.utf8.startIndex
        return String(path[..<end])
    }

    /// The absolute form of a path in the file. Nothing is looked up; `..` stays, since a link may stand before it.
    func resolve(_ written: String) throws(BrokenRule) -> String {
        if written.utf8.first == UInt8(ascii: "/") { return written }
        guard written.utf8.first == UInt8(ascii: "~") else { return folder + "/" + written }
        guard written.utf8.starts(with: "~/".utf8) else {
            throw BrokenRule("only ~/ is expanded, not the home of somebody else")
        }
        guard let home, home.utf8.first == UInt8(ascii: "/") else {
            throw BrokenRule("~/ needs HOME in the environment, as an absolute path")
        }
        return home + written.dropFirst(1)
    }
}
