#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that is to be written when something long is over.
enum NewFile {
    /// Refuses a place where nothing can be written, before anything is done.
    /// - Parameter option: `--report`
    static func check(_ name: String, for option: String) throws(CommandFailure) {
        let folder = name.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(name[...$0]) } ?? "."
        guard access(folder, W_OK | X_OK) == 0 else { throw refusal(name, option, String(cString: strerror(errno))) }
        var status = stat()
        guard !name.isEmpty, !name.hasSuffix("/"),
            lstat(name, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
        else { throw refusal(name, option, "it is no plain file") }
    }

    private static func refusal(_ name: String, _ option: String, _ why: String) -> CommandFailure {
        .usage("\(option) \(name): \(why)", hint: "name a file in a folder that is there")
    }
}
