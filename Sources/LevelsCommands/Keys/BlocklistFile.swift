import AuthorizedKeys
import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The list of compromised keys as badkeys(1) keeps it, `blocklist.dat`: some 60 MB, of which a check reads a few hundred
/// bytes, and never more.
final class BlocklistFile: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// The list that is named; or else the one that `badkeys --update-bl` has put where it puts it, and nil where it has not.
    static func load(named: String?, environment: [String: String]) throws(CommandFailure) -> KeyBlocklist? {
        if let named { return try open(named) }
        guard let path = usual(environment), access(path, F_OK) == 0 else { return nil }
        return try open(path)
    }

    private static func usual(_ environment: [String: String]) -> String? {
        if let cache = environment["XDG_CACHE_HOME"], !cache.isEmpty { return cache + "/blocklist.dat" }
        return environment["HOME"].map { $0 + "/.cache/badkeys/blocklist.dat" }
    }

    private static func open(_ path: String) throws(CommandFailure) -> KeyBlocklist {
        #if canImport(Darwin)
            let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        #else
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        #endif
        let hint = "name the blocklist.dat of badkeys: badkeys --update-bl fetches it"
        guard descriptor >= 0 else {
            throw .roster("\(path) cannot be read: \(String(cString: strerror(errno)))", hint: hint)
        }
        let file = BlocklistFile(descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
            status.st_size % 16 == 0
        else { throw .roster("\(path) is no list of compromised keys", hint: hint) }
        return KeyBlocklist(count: Int(status.st_size) / 16) { file.record($0) }
    }

    private func record(_ index: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let (offset, overflow) = index.multipliedReportingOverflow(by: 16)
        guard !overflow, pread(descriptor, &bytes, 16, off_t(offset)) == 16 else { return nil }
        return bytes
    }
}
