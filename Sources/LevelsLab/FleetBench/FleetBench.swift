#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Measures `plan` with nothing to do and `apply` of one new key beside Ansible, in turn, behind one bastion of a lab of
/// whole machines; and both for a crowd of hosts.
public struct FleetBench: Sendable {
    let options: FleetBenchOptions
    let threads: BenchThreads

    /// - Throws: ``LabFailure``, where something could not be measured; a bar that is missed is no failure.
    public static func run(_ options: FleetBenchOptions) async throws(LabFailure) -> FleetBenchReport {
        try await BenchThreads.with(2) { threads throws(LabFailure) in
            try await FleetBench(options: options, threads: threads).run()
        }
    }

    private func run() async throws(LabFailure) -> FleetBenchReport {
        var report = FleetBenchReport(
            machine: try await BenchMachine.now(levelsSSH: try options.executable), load: Self.load())
        if let ansible = options.ansible {
            report.ansible = try await Ansible.version(ansible)
            report = try await FleetBenchLab.with(hosts: options.hosts, options, threads) {
                [report] bench throws(LabFailure) in try await compare(bench, ansible, report)
            }
        }
        guard options.crowd > 0 else { return report }
        return try await FleetBenchLab.with(hosts: options.crowd, options, threads) {
            [report] bench throws(LabFailure) in try await crowd(bench, report)
        }
    }

    private func compare(
        _ bench: FleetBenchLab, _ program: String, _ before: FleetBenchReport
    ) async throws(LabFailure) -> FleetBenchReport {
        var report = before
        let ansible = try Ansible(program, bench.lab, hosts: options.hosts)
        try await bringInStep(bench, &report)
        try await ansible.prepare()
        report.login = try await bench.loginCost(ansible, min(20, options.hosts))
        // The lines as they are: it would call a key altered whose options it is not told.
        let bytes = try bench.lab.server("host-1").authorizedKeys(of: bench.lab.appUser) ?? []
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        let newKey = try await bench.makeKey(of: "gina")
        for (verb, keys) in [("plan", lines.filter { !$0.hasPrefix("#") }), ("apply", [newKey])] {
            options.progress("\(verb) by ansible")
            let theirs = try await bench.timed(ansible.argv(keys, check: verb == "plan"), ansible.environment)
            try await bench.quiet { () async throws(LabFailure) in try await ansible.hangUp() }
            let done = Ansible.done(theirs.output)
            if theirs.exit != 0 || done != options.hosts {
                report.failures.append("\(verb) by ansible: exit \(theirs.exit), \(done) of \(options.hosts) hosts")
            }
            let ours = try await measure(verb, bench, &report)
            report.rows.append(
                FleetBenchReport.Row(
                    verb: verb, hosts: options.hosts, ours: ours,
                    theirs: theirs.exit == 0 ? Double(options.hosts) / theirs.wall.seconds : nil))
        }
        await ansible.end()
        return report
    }

    private func crowd(
        _ bench: FleetBenchLab, _ before: FleetBenchReport
    ) async throws(LabFailure) -> FleetBenchReport {
        var report = before
        try await bringInStep(bench, &report)
        for verb in ["plan", "apply"] {
            let ours = try await measure(verb, bench, &report)
            report.rows.append(FleetBenchReport.Row(verb: verb, hosts: options.crowd, ours: ours, theirs: nil))
        }
        return report
    }

    /// `plan` with nothing to do, or `apply` of one new key: keys alone, which is all that Ansible is asked to see to.
    private func measure(
        _ verb: String, _ bench: FleetBenchLab, _ report: inout FleetBenchReport
    ) async throws(LabFailure) -> FleetBenchLab.Outcome {
        options.progress("\(verb) by levels-ssh, \(bench.lab.hosts.count) hosts")
        if verb == "apply" { try await bench.admit("frank") }
        let outcome = try await bench.run([verb, "--only", "keys"] + (verb == "plan" ? [] : ["--yes"]))
        note(verb, outcome.run, &report)
        return outcome
    }

    /// Machines begin with other lines than ours.
    private func bringInStep(_ bench: FleetBenchLab, _ report: inout FleetBenchReport) async throws(LabFailure) {
        options.progress("bringing \(bench.lab.hosts.count) hosts in step")
        note("the first apply", try await bench.run(["apply", "--only", "keys", "--yes"]).run, &report)
    }

    private func note(_ what: String, _ run: TimedRun, _ report: inout FleetBenchReport) {
        guard run.exit != 0 else { return }
        let said = run.output.split(separator: "\n").suffix(4).map { Escaped.line(String($0)) }
        report.failures.append("\(what): exit \(run.exit): \(said.joined(separator: "; "))")
    }

    /// Of the last minute; getloadavg(3).
    private static func load() -> Double {
        var averages = [0.0, 0.0, 0.0]
        return getloadavg(&averages, 3) >= 1 ? averages[0] : .nan
    }
}
