#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A process that cannot be mistaken for another one that got the same number later.
struct ProcessIdentity: Codable, Sendable, Hashable {
    let pid: Int32
    /// When it was started: clock ticks since boot on Linux (proc(5), `starttime`), microseconds since 1970 on macOS.
    let started: UInt64
}

/// What runs on this machine at one moment.
struct ProcessTable {
    struct Entry {
        let identity: ProcessIdentity
        let parent: Int32
        let isZombie: Bool
    }

    let entries: [Int32: Entry]

    static func now() -> ProcessTable {
        var entries: [Int32: Entry] = [:]
        for entry in all() { entries[entry.identity.pid] = entry }
        return ProcessTable(entries: entries)
    }

    /// Whether that very process runs; one that has ended and was not waited for yet does not.
    func isAlive(_ identity: ProcessIdentity) -> Bool {
        guard let entry = entries[identity.pid] else { return false }
        return entry.identity == identity && !entry.isZombie
    }

    /// The process and all that descend from it, itself first.
    func tree(of root: ProcessIdentity) -> [ProcessIdentity] {
        guard isAlive(root) else { return [] }
        let children = Dictionary(grouping: entries.values.filter { !$0.isZombie }, by: \.parent)
        var result = [root]
        var index = 0
        while index < result.count, result.count <= entries.count {
            result += (children[result[index].pid] ?? []).map(\.identity)
            index += 1
        }
        return result
    }

    /// The same, now, without looking at any other process.
    static func isAlive(_ identity: ProcessIdentity) -> Bool {
        guard let entry = entry(of: identity.pid) else { return false }
        return entry.identity == identity && !entry.isZombie
    }

    static func identity(of pid: Int32) -> ProcessIdentity? {
        entry(of: pid)?.identity
    }

    #if canImport(Darwin)
        private static func all() -> [Entry] {
            var name = [CTL_KERN, KERN_PROC, KERN_PROC_ALL, 0]
            var size = 0
            guard sysctl(&name, 3, nil, &size, nil, 0) == 0 else { return [] }
            size += 64 * MemoryLayout<kinfo_proc>.stride
            var list = [kinfo_proc](repeating: kinfo_proc(), count: size / MemoryLayout<kinfo_proc>.stride)
            guard sysctl(&name, 3, &list, &size, nil, 0) == 0 else { return [] }
            return list.prefix(size / MemoryLayout<kinfo_proc>.stride).map { info in
                let started = info.kp_proc.p_un.__p_starttime
                let microseconds = UInt64(started.tv_sec) &* 1_000_000 &+ UInt64(started.tv_usec)
                return Entry(
                    identity: ProcessIdentity(pid: info.kp_proc.p_pid, started: microseconds),
                    parent: info.kp_eproc.e_ppid, isZombie: Int32(info.kp_proc.p_stat) == SZOMB)
            }
        }

        private static func entry(of pid: Int32) -> Entry? {
            all().first { $0.identity.pid == pid }
        }
    #else
        private static func all() -> [Entry] {
            (Disk.entries("/proc") ?? []).compactMap { Int32($0) }.compactMap(entry)
        }

        private static func entry(of pid: Int32) -> Entry? {
            // The second field is the program's name in brackets, which may itself hold spaces and brackets.
            guard let stat = Disk.text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            guard fields.count > 19, let parent = Int32(fields[1]), let started = UInt64(fields[19]) else { return nil }
            return Entry(
                identity: ProcessIdentity(pid: pid, started: started), parent: parent,
                isZombie: fields[0] == "Z" || fields[0] == "X")
        }
    #endif
}
