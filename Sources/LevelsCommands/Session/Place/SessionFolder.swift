import Inventory
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder of a debugging session's own, which nobody else can look into, and which is gone with it: we take it away, or
/// whoever watches us does, or the next session, by a lock that ends with its owner.
final class SessionFolder: Sendable {
    let path: String
    private let lock: FileLock

    private static let prefix = "session-"

    /// In `root`, which is made with mode 0700 if it is not there; what sessions that have died left there is taken away.
    init(in root: String) throws(CommandFailure) {
        guard mkdir(root, 0o700) == 0 || errno == EEXIST else { throw Self.unmade(root) }
        do throws(TunnelFailure) { try SocketFolder.check(holding: root + "/x") } catch { throw .tunnel(error) }
        Self.sweep(root)
        let path = "\(root)/\(Self.prefix)\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        // The lock is held before the folder has the name that others sweep by.
        let unnamed = "\(root)/new-\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        guard mkdir(unnamed, 0o700) == 0 else { throw Self.unmade(unnamed) }
        do throws(CommandFailure) { lock = try FileLock(unnamed + "/living") } catch {
            rmdir(unnamed)
            throw error
        }
        guard rename(unnamed, path) == 0 else { throw Self.unmade(path) }
        self.path = path
    }

    func remove() {
        Self.removeAll(path)
        lock.release()
    }

    private static func sweep(_ root: String) {
        for name in FolderListing.names(in: root) where name.hasPrefix(prefix) {
            let path = "\(root)/\(name)"
            // Without a lock in it, it is one that somebody is taking away.
            if access(path + "/living", F_OK) == 0 {
                guard let lock = try? FileLock(ifFree: path + "/living") else { continue }
                removeAll(path)
                lock.release()
            } else {
                removeAll(path)
            }
        }
    }

    /// Links are taken away and not followed.
    private static func removeAll(_ path: String) {
        var about = stat()
        guard lstat(path, &about) == 0 else { return }
        if about.st_mode & S_IFMT == S_IFDIR {
            for name in FolderListing.names(in: path) { removeAll("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    private static func unmade(_ path: String) -> CommandFailure {
        .configuration(
            "cannot make \(Escaped.text(path)): \(String(cString: strerror(errno)))",
            hint: "make room there, or set XDG_RUNTIME_DIR to another folder")
    }
}
