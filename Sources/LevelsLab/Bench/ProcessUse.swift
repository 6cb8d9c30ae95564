#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What a process and all that descend from it take of the machine.
struct ProcessUse: Sendable {
    /// User and system time since they were started.
    var processorTime = Duration.zero
    /// Resident memory in bytes, as the kernel counts it for each: pages that two of them share count twice.
    var resident = 0

    static func now(of root: ProcessIdentity) -> ProcessUse {
        ProcessTable.now().tree(of: root).reduce(into: ProcessUse()) { sum, process in
            guard let use = one(process.pid) else { return }
            sum.processorTime += use.processorTime
            sum.resident += use.resident
        }
    }

    #if canImport(Darwin)
        private static func one(_ pid: Int32) -> ProcessUse? {
            var info = proc_taskinfo()
            let size = Int32(MemoryLayout<proc_taskinfo>.size)
            guard proc_pidinfo(pid, PROC_PIDTASKINFO, 0, &info, size) == size else { return nil }
            // In units of the machine's own clock.
            var base = mach_timebase_info_data_t()
            guard mach_timebase_info(&base) == KERN_SUCCESS, base.denom > 0 else { return nil }
            let ticks = Double(info.pti_total_user) + Double(info.pti_total_system)
            return ProcessUse(
                processorTime: .seconds(ticks * Double(base.numer) / Double(base.denom) / 1e9),
                resident: Int(truncatingIfNeeded: info.pti_resident_size))
        }
    #else
        /// proc(5): the 14th and 15th fields of `stat`, in clock ticks, and `VmRSS` of `status`, in KiB.
        private static func one(_ pid: Int32) -> ProcessUse? {
            guard let stat = Disk.text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")"),
                let status = Disk.text("/proc/\(pid)/status")
            else { return nil }
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
            return ProcessUse(
                processorTime: .seconds((user + system) / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))),
                resident: kibibytes << 10)
        }
    #endif
}
