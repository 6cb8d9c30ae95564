import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The processes of a group.
struct ProcessGroup {
    let id: pid_t

    /// Whether any of them runs. One that has ended counts for kill(2) until somebody has asked how, and whoever should may
    /// never do so, as in a container whose first process is no init.
    var isAlive: Bool {
        guard kill(-id, 0) == 0 || errno == EPERM else { return false }
        #if os(Linux)
            return FolderListing.names(in: "/proc").contains { pid_t($0) != nil && isMember($0) }
        #else
            return true
        #endif
    }

    #if os(Linux)
        /// pid (name) state parent group ...; a name may hold anything, parentheses too (proc_pid_stat(5)).
        private func isMember(_ process: String) -> Bool {
            let descriptor = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            var line = [UInt8](repeating: 0, count: 1024)
            let count = line.withUnsafeMutableBytes { Descriptor.readSome(descriptor, $0) }
            guard let name = line.prefix(max(0, count)).lastIndex(of: UInt8(ascii: ")")) else { return false }
            let words = line[(name + 1)...].split(separator: UInt8(ascii: " "))
            guard words.count > 2, words[0].first != UInt8(ascii: "Z") else { return false }
            return words[2].elementsEqual(String(id).utf8)
        }
    #endif
}
