/// A command on a host, and a proxy for ssh, beside ssh itself: with logins of their own, and over what is open already.
struct BenchRemote: Sendable {
    let bench: Bench
    let link: BenchLink
    let lab: Lab

    private var options: BenchOptions { bench.options }
    private var home: String { lab.folder + "/bench" }
    private var control: String { home + "/control" }
    /// More than a thousand of them would fit into the time that one thing takes whose figure matters.
    private var commands: Int { options.runs * 4 }

    func run() async throws(LabFailure) -> BenchComparison.Result {
        try Disk.makeFolder(home)
        let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
        var samples: [BenchMeasure: BenchRow.Samples] = [:]
        func measure(
            _ measure: BenchMeasure, _ times: Int, ours: [String], theirs: [String], _ figure: (Duration) -> Double
        ) async throws(LabFailure) {
            for run in 0..<times {
                options.progress("\(link.name): \(measure.title(options)), \(run + 1) of \(times)")
                let our = figure(try await bench.time(ours, environment))
                samples[measure, default: .init()].levelsSSH.append(our)
                samples[measure, default: .init()].ssh.append(figure(try await bench.time(theirs, environment)))
            }
        }
        let command = [bench.levelsSSH, "exec", "--env", "dev", "--host", BenchLab.host]
        try await measure(
            .execCold, commands, ours: command + ["--no-background", "--", "true"],
            theirs: [ssh, "-F", link.sshConfig, BenchLab.host, "true"], \.milliseconds)
        let load = ["head", "-c", "\(options.bytes)", "/dev/zero"]
        let direct = [ssh, "-F", link.sshConfig, BenchLab.host] + load
        let speed = { (time: Duration) in Double(options.mebibytes) / time.seconds }
        try await measure(
            .proxy, options.bulkRuns, ours: through(ssh, background: false) + load, theirs: direct, speed)
        try await open(ssh)
        try await measure(
            .execWarm, commands, ours: command + ["--", "true"],
            theirs: [ssh, "-F", link.sshConfig, "-o", "ControlPath=\(control)", BenchLab.host, "true"], \.milliseconds)
        try await measure(
            .proxyWarm, options.bulkRuns, ours: through(ssh, background: true) + load, theirs: direct, speed)
        try await close(ssh)
        let rows = BenchMeasure.allCases.compactMap { measure in
            samples[measure].map {
                BenchRow(
                    measure, title: measure.title(options), kind: link.kind, roundTrip: link.roundTrip, $0)
            }
        }
        return BenchComparison.Result(rows: rows)
    }

    /// ssh to the host, over our proxy instead of its own jump.
    private func through(_ ssh: String, background: Bool) -> [String] {
        let proxy = "'\(bench.levelsSSH)' proxy --env dev" + (background ? "" : " --no-background")
        return [
            ssh, "-F", link.sshConfig, "-o", "ProxyJump=none", "-o", "ProxyCommand=\(proxy) \(BenchLab.host)",
            BenchLab.host,
        ]
    }

    /// Both contenders' connections that stay.
    private func open(_ ssh: String) async throws(LabFailure) {
        _ = try await bench.time(
            [bench.levelsSSH, "open", "db", "--env", "dev", "--database", BenchLab.database], environment)
        _ = try await bench.time(
            [ssh, "-F", link.sshConfig, "-o", "ControlMaster=yes", "-o", "ControlPath=\(control)"]
                + ["-o", "ControlPersist=yes", BenchLab.host, "true"], environment)
    }

    private func close(_ ssh: String) async throws(LabFailure) {
        _ = try await bench.time([bench.levelsSSH, "close", "--all"], environment)
        _ = try await bench.time(
            [ssh, "-F", link.sshConfig, "-o", "ControlPath=\(control)", "-O", "exit", BenchLab.host], environment)
    }

    /// Neither an agent nor any file of the user's has a part in it; the journal is written.
    private var environment: [String: String] {
        [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "TMPDIR": home, "LEVELS_CONFIG": link.config,
            Command.mark: lab.folder,
        ]
    }
}
