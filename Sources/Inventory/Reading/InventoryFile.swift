internal import Files

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The file that an inventory is read from: found, opened once, and read whole or refused.
public struct InventoryFile: Sendable, Equatable {
    public static let name = "levels.yaml"

    /// Absolute.
    public let path: String
    /// As findings call it: as it was named, or short where it lies in the current folder.
    public let displayName: String
    /// Found rather than named; then whose it is matters.
    let wasSearched: Bool

    /// The file to read: `config` (what `--config` says) before `variable` (what `LEVELS_CONFIG` says, an empty one
    /// counting as none) before the nearest `levels.yaml` in `folder` or above it.
    ///
    /// What is named is not looked at here. `folder` is absolute; relative names start from it.
    public static func find(
        config: String?, variable: String?, from folder: String
    ) throws(InventoryError) -> InventoryFile {
        if let named = config ?? variable.flatMap({ $0.isEmpty ? nil : $0 }) {
            return InventoryFile(
                path: named.utf8.first == UInt8(ascii: "/") ? named : folder + "/" + named, displayName: named,
                wasSearched: false)
        }
        var candidate = folder[...]
        while true {
            let path = candidate == "/" ? "/" + name : candidate + "/" + name
            if access(path, F_OK) == 0 {
                return InventoryFile(
                    path: path, displayName: candidate == folder[...] ? name : path, wasSearched: true)
            }
            guard let slash = candidate.utf8.lastIndex(of: UInt8(ascii: "/")), candidate.utf8.count > 1 else { break }
            candidate = slash == candidate.utf8.startIndex ? "/" : candidate[..<slash]
        }
        throw .notFound(folder: folder)
    }

    /// All of its bytes, from one descriptor, so that what was checked is what is read.
    func bytes() throws(InventoryError) -> [UInt8] {
        let contents: BoundedFile.Contents
        do throws(BoundedFile.Failure) {
            contents = try BoundedFile.read(path, limit: Limits.file)
        } catch {
            switch error {
            case .missing: throw .unreadable(path: path, reason: String(cString: strerror(ENOENT)))
            case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
            case .link, .notRegular: throw .notAFile(path: path)
            case .tooLarge(let limit): throw .tooLarge(path: path, limit: limit)
            }
        }
        if wasSearched { try checkTrust(contents) }
        return contents.bytes
    }

    /// A levels.yaml can name a program that prints a password. In a folder such as /tmp anybody could have left one.
    private func checkTrust(_ contents: BoundedFile.Contents) throws(InventoryError) {
        guard contents.owner == geteuid() || contents.owner == 0 else {
            throw .untrusted(path: path, reason: "it belongs to another user (id \(contents.owner))")
        }
        guard !contents.isWritableByEverybody else {
            throw .untrusted(path: path, reason: "everybody may write to it")
        }
    }
}
