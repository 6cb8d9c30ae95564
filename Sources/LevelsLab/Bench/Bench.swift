#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs `levels-ssh` and `ssh -J -L` in turn on a lab of this machine, and compares them.
public struct Bench: Sendable {
    let options: BenchOptions
    let levelsSSH: String
    let threads: BenchThreads

    /// - Throws: ``LabFailure``, where something could not be measured; a bar that is missed is no failure.
    public static func run(_ options: BenchOptions = BenchOptions()) async throws(LabFailure) -> BenchReport {
        let executable = try options.executable()
        return try await BenchThreads.with(4) { threads throws(LabFailure) in
            try await Bench(options: options, levelsSSH: executable, threads: threads).run()
        }
    }

    private func run() async throws(LabFailure) -> BenchReport {
        var report = BenchReport(try await BenchMachine.now(levelsSSH: levelsSSH), options)
        let lab = BenchLab(threads: threads, options: options)
        if options.parts.contains(.comparison) { try await compare(lab, &report) }
        if options.parts.contains(.failover) {
            report.rows += try await lab.local(roundTrip: 0) { link, lab throws(LabFailure) in
                try await BenchFailover(bench: self, link: link, lab: lab).run()
            }
        }
        if options.parts.contains(.remote) { try await remote(lab, &report) }
        return report
    }

    private func remote(_ lab: BenchLab, _ report: inout BenchReport) async throws(LabFailure) {
        for roundTrip in options.roundTrips {
            try await attempt("commands, \(roundTrip) ms", &report) { () throws(LabFailure) in
                try await lab.local(roundTrip: roundTrip) { link, lab throws(LabFailure) in
                    try await BenchRemote(bench: self, link: link, lab: lab).run()
                }
            }
        }
        guard let tools = options.crowdTools else {
            report.skipped.append("a command on many hosts: name the folder of scripts/crowd-tools (--crowd-tools)")
            return
        }
        try await attempt("many hosts", &report) { () throws(LabFailure) in
            try await BenchManyHosts(bench: self, tools: tools).run()
        }
    }

    /// What fails leaves the figures of the rest alone.
    private func attempt(
        _ what: String, _ report: inout BenchReport,
        _ body: () async throws(LabFailure) -> BenchComparison.Result
    ) async throws(LabFailure) {
        do throws(LabFailure) { report.add(try await body()) } catch {
            if error == .interrupted || Task.isCancelled { throw .interrupted }
            report.failures.append("\(what): \(error.message)")
        }
    }

    private func compare(_ lab: BenchLab, _ report: inout BenchReport) async throws(LabFailure) {
        report.rows += try await startUp()
        for roundTrip in options.roundTrips {
            report.add(
                try await lab.local(roundTrip: roundTrip) { link, _ throws(LabFailure) in
                    try await BenchComparison(bench: self, link: link).run()
                })
        }
        if let tool = options.wan {
            let program = try Programs.find(tool, install: "compile it, and name the executable: --wan ./wan")
            // One distance is enough here: that of the bars.
            report.add(
                try await lab.wan(tool: program, roundTrip: 100) { link throws(LabFailure) in
                    try await BenchComparison(bench: self, link: link).run()
                })
        } else {
            report.skipped.append("the long link between namespaces: name the program that makes one (--wan)")
        }
    }

    /// `--version` from start to end, beside `ssh -V`.
    private func startUp() async throws(LabFailure) -> [BenchRow] {
        options.progress("starting up")
        let ours = [levelsSSH, "--version"]
        let theirs = [try Programs.find("ssh", install: "apt-get install openssh-client"), "-V"]
        var samples = BenchRow.Samples()
        for _ in 0..<20 {
            samples.levelsSSH.append(try await time(ours).milliseconds)
            samples.ssh.append(try await time(theirs).milliseconds)
        }
        return [BenchRow(.version, title: BenchMeasure.version.title(options), kind: .loopback, roundTrip: 0, samples)]
    }

    /// From the start of a program to its end, which has to be a good one.
    func time(
        _ argv: [String], _ environment: [String: String] = ["PATH": "/usr/bin:/bin"]
    ) async throws(LabFailure) -> Duration {
        try await threads.run { () throws(LabFailure) in
            let null = open("/dev/null", O_RDWR | O_CLOEXEC)
            guard null >= 0 else { throw SystemError.last("opening /dev/null") }
            defer { close(null) }
            let begun = ContinuousClock.now
            let process = try Spawn.start(argv, environment: environment, descriptors: [null, null, null])
            var status: Int32 = 0
            while waitpid(process.pid, &status, 0) < 0 {
                guard errno == EINTR else { throw SystemError.last("waiting for \(argv.first ?? "")") }
            }
            let took = ContinuousClock.now - begun
            guard status == 0 else {
                throw .commandFailed(command: argv.joined(separator: " "), output: "status \(status)")
            }
            return took
        }
    }
}
