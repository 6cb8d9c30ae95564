#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program that was run to its end, and what that took.
struct TimedRun: Sendable {
    let wall: Duration
    /// User and system time of it and of all that it has waited for.
    let processorTime: Duration
    /// The most memory that it, or one of those, had at once, in bytes.
    let peakMemory: Int
    /// 128 and the signal's number where one has ended it.
    let exit: Int32
    /// What it has written to stdout and stderr.
    let output: String

    /// - Parameter log: a file of the lab's; what was in it goes.
    static func of(
        _ argv: [String], environment: [String: String], log: String, on threads: BenchThreads
    ) async throws(LabFailure) -> TimedRun {
        let timeout = try Programs.find("timeout", install: "apt-get install coreutils")
        try Disk.removeAll(log)
        return try await threads.run { () throws(LabFailure) in
            let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard null >= 0 else { throw SystemError.last("opening /dev/null") }
            defer { close(null) }
            let file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw SystemError.last("opening \(log)") }
            defer { close(file) }
            let begun = ContinuousClock.now
            let process = try Spawn.start(
                [timeout, "--kill-after=5", "\(FleetBenchOptions.limit)"] + argv, environment: environment,
                descriptors: [null, file, file])
            var (status, usage) = (Int32(), rusage())
            while wait4(process.pid, &status, 0, &usage) < 0 {
                guard errno == EINTR else { throw SystemError.last("waiting for \(argv.first ?? "")") }
            }
            let wall = ContinuousClock.now - begun
            return TimedRun(
                wall: wall, processorTime: Duration(usage.ru_utime) + Duration(usage.ru_stime),
                peakMemory: Int(usage.ru_maxrss) * unit,
                exit: status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f,
                output: Disk.read(log, limit: 1 << 26).map { String(decoding: $0, as: UTF8.self) } ?? "")
        }
    }

    /// getrusage(2): KiB on Linux, bytes on macOS.
    private static var unit: Int {
        #if canImport(Darwin)
            1
        #else
            1024
        #endif
    }
}

extension Duration {
    fileprivate init(_ time: timeval) {
        self = .seconds(Int64(time.tv_sec)) + .microseconds(Int64(time.tv_usec))
    }
}
