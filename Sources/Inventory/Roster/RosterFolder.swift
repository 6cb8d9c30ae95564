internal import Files

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folder `keys/`, opened once: what is listed is what is read, whatever becomes of its path meanwhile.
///
/// No link is followed, neither to the folder nor in it: the history of a file that is elsewhere is not in this repository.
struct RosterFolder: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws(RosterError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw .notFound(folder: path) }
            throw .unreadable(folder: path, reason: Self.lastError())
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(folder: path, reason: Self.lastError()) }
        guard status.st_mode & S_IWOTH == 0 else {
            throw .untrusted(folder: path, reason: "everybody may write to it")
        }
    }

    deinit { close(descriptor) }

    /// The names of its entries, sorted, without those that begin with a dot.
    func names() throws(RosterError) -> [String] {
        // fdopendir(3) takes its descriptor over; "." gives one with an offset of its own.
        let listed = openat(descriptor, ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard listed >= 0, let stream = fdopendir(listed) else {
            let reason = Self.lastError()
            if listed >= 0 { close(listed) }
            throw .unreadable(folder: path, reason: reason)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            guard name.utf8.first != UInt8(ascii: ".") else { continue }
            guard names.count < RosterLimits.files else { throw .tooMany(folder: path, limit: RosterLimits.files) }
            names.append(name)
        }
        guard errno == 0 else { throw .unreadable(folder: path, reason: Self.lastError()) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// All bytes of a file in it, `limit` at most.
    func bytes(of name: String, limit: Int) throws(BrokenRule) -> [UInt8] {
        let contents: BoundedFile.Contents
        do throws(BoundedFile.Failure) {
            contents = try BoundedFile.read(name, in: descriptor, followsLinks: false, limit: limit)
        } catch {
            switch error {
            case .missing: throw BrokenRule("cannot be read: " + String(cString: strerror(ENOENT)))
            case .link: throw BrokenRule("is a link: put the file itself here")
            case .unreadable(let reason): throw BrokenRule("cannot be read: " + reason)
            case .notRegular: throw BrokenRule("is not a regular file")
            case .tooLarge(let limit): throw BrokenRule("is larger than \(limit) bytes")
            }
        }
        guard !contents.isWritableByEverybody else { throw BrokenRule("everybody may write to it: chmod o-w") }
        return contents.bytes
    }

    private static func lastError() -> String { String(cString: strerror(errno)) }
}
