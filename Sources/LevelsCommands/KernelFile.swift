import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Files that the kernel writes as they are read, such as those below `/proc`: `BoundedFile` takes sizes as they are told,
/// and these tell none.
enum KernelFile {
    /// Some more than `limit` bytes at most; nil where it cannot be opened.
    static func bytes(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while all.count < limit {
            let count = chunk.withUnsafeMutableBytes { Descriptor.readSome(descriptor, $0) }
            guard count > 0 else { break }
            all += chunk.prefix(count)
        }
        return all
    }
}
