#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The few things that the lab does with files. Permissions are given at creation, never added afterwards.
enum Disk {
    /// Writes a file that appears whole or not at all.
    static func write(_ text: String, to path: String, mode: UInt32 = 0o600, owner: Account? = nil)
        throws(LabFailure)
    {
        let temporary = path + ".new"
        _ = unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
        guard file >= 0 else { throw SystemError.last("writing \(path)") }
        defer { close(file) }
        var left = Array(text.utf8)[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Self.writeSome(file, $0) }
            guard count > 0 else { throw SystemError.last("writing \(path)") }
            left = left.dropFirst(count)
        }
        guard fchmod(file, mode_t(mode)) == 0 else { throw SystemError.last("writing \(path)") }
        if let owner, fchown(file, owner.uid, owner.gid) != 0 { throw SystemError.last("giving \(path) away") }
        guard rename(temporary, path) == 0 else { throw SystemError.last("writing \(path)") }
    }

    /// A file that has no name any more, to be read from its beginning; whoever takes the descriptor closes it.
    static func unnamed(_ text: String) throws(LabFailure) -> Int32 {
        let path = LabOptions.freshFolder()
        try write(text, to: path)
        let file = open(path, O_RDONLY | O_CLOEXEC)
        let failure = SystemError.last("opening \(path)")
        _ = unlink(path)
        guard file >= 0 else { throw failure }
        return file
    }

    /// Reads a file of at most `limit` bytes; the rest of a longer one is left.
    static func read(_ path: String, limit: Int = 1 << 20) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while result.count < limit {
            let count = chunk.withUnsafeMutableBytes { readSome(file, $0) }
            guard count > 0 else { break }
            result += chunk.prefix(count)
        }
        return result
    }

    static func text(_ path: String) -> String? {
        read(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The end of a log, for an error message.
    static func tail(of path: String) -> String {
        Escaped.tail(read(path, limit: 1 << 22) ?? [])
    }

    static func makeFolder(_ path: String, mode: UInt32 = 0o700, owner: Account? = nil) throws(LabFailure) {
        if mkdir(path, mode_t(mode)) != 0, errno != EEXIST { throw SystemError.last("making the folder \(path)") }
        guard chmod(path, mode_t(mode)) == 0 else { throw SystemError.last("making the folder \(path)") }
        if let owner, chown(path, owner.uid, owner.gid) != 0 { throw SystemError.last("giving \(path) away") }
    }

    static func entries(_ path: String) -> [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: path)
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func linkTarget(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    /// Removes a file, or a folder with all that is in it. Symbolic links are removed, not followed.
    static func removeAll(_ path: String) throws(LabFailure) {
        guard exists(path) else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch {
            if exists(path) {
                throw .notPossible("\(path) could not be removed", hint: "remove it by hand: rm -r \(path)")
            }
        }
    }

    private static func writeSome(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.write(file, bytes.baseAddress, bytes.count)
            #else
                let count = Glibc.write(file, bytes.baseAddress, bytes.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }

    private static func readSome(_ file: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(file, bytes.baseAddress, bytes.count)
            #else
                let count = Glibc.read(file, bytes.baseAddress, bytes.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
