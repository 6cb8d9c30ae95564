import Files
import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The files of a session: programs and configurations in one folder, and in another, in memory where there is such a
/// place, what holds passwords. Unlike a client of `db`, a script starts programs that close what they do not know
/// (closefrom(3)), so a password has to be in a file with a name.
struct SessionPlaces: Sendable {
    let folder: SessionFolder
    private let secretFolder: SessionFolder

    init(_ environment: [String: String]) throws(CommandFailure) {
        let root = try PrivateFolder.path(environment: environment)
        folder = try SessionFolder(in: root)
        var inMemory: SessionFolder?
        #if os(Linux)
            inMemory = try? SessionFolder(in: "/dev/shm/levels-ssh-\(getuid())")
        #endif
        secretFolder = inMemory ?? folder
    }

    var paths: [String] { folder === secretFolder ? [folder.path] : [folder.path, secretFolder.path] }

    func remove() {
        folder.remove()
        if secretFolder !== folder { secretFolder.remove() }
    }

    /// A secret, in a file of that name.
    func secret(_ name: String, _ bytes: [UInt8]) throws(CommandFailure) -> String {
        try write(bytes, "\(secretFolder.path)/\(name)", 0o600)
    }

    func file(_ name: String, _ text: String) throws(CommandFailure) -> String {
        try write(Array(text.utf8), "\(folder.path)/\(name)", 0o600)
    }

    func program(_ name: String, _ text: String) throws(CommandFailure) -> String {
        mkdir(programs, 0o700)
        return try write(Array(text.utf8), "\(programs)/\(name)", 0o700)
    }

    var programs: String { folder.path + "/bin" }

    private func write(_ bytes: [UInt8], _ path: String, _ mode: mode_t) throws(CommandFailure) -> String {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw unwritable(path) }
        defer { close(descriptor) }
        guard bytes.withUnsafeBytes({ Descriptor.writeAll(descriptor, $0) }) else { throw unwritable(path) }
        return path
    }

    private func unwritable(_ path: String) -> CommandFailure {
        .configuration(
            "cannot write \(Escaped.text(path)): \(String(cString: strerror(errno)))",
            hint: "make room there, or set XDG_RUNTIME_DIR to another folder")
    }
}
