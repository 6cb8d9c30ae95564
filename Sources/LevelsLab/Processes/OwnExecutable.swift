#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where our own programs may be: the folder that the running one is in, and for a test bundle the one around it.
enum OwnExecutable {
    static func places() -> [String] {
        var paths: [String] = []
        #if canImport(Darwin)
            var size = UInt32(PATH_MAX)
            var buffer = [CChar](repeating: 0, count: Int(size))
            if _NSGetExecutablePath(&buffer, &size) == 0 {
                paths.append(String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
        #else
            if let path = Disk.linkTarget("/proc/self/exe") { paths.append(path) }
        #endif
        paths += CommandLine.arguments.filter { $0.contains(".xctest") }.map { argument in
            argument.range(ofText: ".xctest").map { String(argument[..<$0]) + ".xctest" } ?? argument
        }
        return paths.map { $0.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 } }
    }
}

extension String {
    /// Where `text` begins; the standard library has `contains` and no search.
    fileprivate func range(ofText text: String) -> String.Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}
