#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What sessions cost machines of a lab: the processor time of the listening sshd of each, of the machine's first process,
/// to which falls what sshd leaves behind, and of all processes that either has waited for (proc(5), `stat`). Linux only,
/// as whole machines are.
struct SessionCost: Sendable {
    private let first: [Int32]
    private let listeners: [Int32]
    private let before: Duration

    init(_ lab: Lab, _ role: LabServer.Role) {
        // nsenter and unshare are one process, its child is the machine's first, and that one's is sshd.
        first = lab.state.servers.filter { $0.role == role }.compactMap { $0.process?.pid }.flatMap(Self.children)
        listeners = first.flatMap(Self.children)
        before = Self.sum(first + listeners)
    }

    /// Once all sessions have ended: a session counts when its listener has taken leave of it.
    func settled() async throws(LabFailure) -> Duration {
        let listeners = listeners
        _ = try await Patience.until(within: .seconds(20), every: .milliseconds(100)) { () throws(LabFailure) in
            listeners.allSatisfy { Self.children(of: $0).isEmpty }
        }
        return Self.sum(first + listeners) - before
    }

    private static func children(of pid: Int32) -> [Int32] {
        (Disk.text("/proc/\(pid)/task/\(pid)/children") ?? "").split(separator: " ").compactMap { Int32($0) }
    }

    private static func sum(_ listeners: [Int32]) -> Duration {
        listeners.reduce(.zero) { sum, pid in
            guard let stat = Disk.text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return sum }
            // utime, stime, cutime, cstime: fields 14 to 17, of which the third is the first here.
            let fields = stat[stat.index(after: end)...].split(separator: " ").dropFirst(11).prefix(4)
            return sum + duration(fields.compactMap { Int64($0) }.reduce(0, +))
        }
    }

    private static func duration(_ ticks: Int64) -> Duration {
        .seconds(ticks) / Int(max(1, sysconf(Int32(_SC_CLK_TCK))))
    }
}
