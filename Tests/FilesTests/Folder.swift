import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder of one test's own.
enum Folder {
    static func with(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/levels-files-XXXXXX".utf8CString)
        let path = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer {
            for name in (try? entries(path)) ?? [] where unlink(path + "/" + name) != 0 { rmdir(path + "/" + name) }
            rmdir(path)
        }
        try body(path)
    }

    /// Names of what is in it, sorted.
    static func entries(_ path: String) throws -> [String] {
        let stream = try #require(opendir(path))
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
