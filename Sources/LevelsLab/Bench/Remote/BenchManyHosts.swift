/// One command on many hosts at once, over one bastion: beside `ansible -m raw` and parallel-ssh, with logins of their own;
/// and once more over what a background process keeps. 32 hosts at once, but 8 for parallel-ssh, which logs in at the bastion
/// for each of them: more would be too many (sshd_config(5), MaxStartups). Ansible's connection to the bastion is up before
/// the clock runs.
struct BenchManyHosts: Sendable {
    let bench: Bench
    /// The folder of scripts/crowd-tools.
    let tools: String

    private static let atOnce = "32"
    /// Seconds after which parallel-ssh is ended, and has no figure.
    private static let patience = 120

    private var options: BenchOptions { bench.options }

    func run() async throws(LabFailure) -> BenchComparison.Result {
        var lab = LabOptions()
        lab.mode = .loopback
        lab.engines = []
        lab.hosts = options.hosts
        // A tunnel has to lead somewhere, for the background process to be there.
        let port = try FreePort.pick()
        lab.targets = [LabTarget(name: BenchLab.database, host: "127.0.0.1", port: port)]
        let server = try await BenchServer.start("127.0.0.1", port: port)
        do {
            let result = try await Lab.with(lab) { try await measure($0) }
            await server.close()
            return result
        } catch {
            await server.close()
            throw error as? LabFailure ?? .interrupted
        }
    }

    private func measure(_ lab: Lab) async throws(LabFailure) -> BenchComparison.Result {
        let home = lab.folder + "/bench"
        try Disk.makeFolder(home)
        let names = lab.hosts.map(\.name)
        try Disk.write(names.joined(separator: "\n") + "\n", to: home + "/inventory")
        try Disk.write(Self.script, to: home + "/crowd.py")
        try Disk.write(hosts(lab), to: home + "/hosts")
        try Disk.write(
            """
            Host \(BenchLab.bastion)
                ControlMaster auto
                ControlPath \(home)/bastion
                ControlPersist 30m
            Host *
                Include \(lab.sshConfigFile)

            """, to: home + "/ssh_config")
        let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
        let ours = [bench.levelsSSH, "exec", "--env", "dev", "--all", "--parallel", Self.atOnce]
        let ansible =
            [tools + "/bin/ansible", "all", "-i", home + "/inventory", "-m", "raw", "-a", "true"]
            + ["--forks", Self.atOnce]
        let limit = try Programs.find("timeout", install: "apt-get install coreutils")
        let python = [
            limit, "\(Self.patience)", tools + "/bin/python", home + "/crowd.py", home + "/hosts", lab.clientKey, "8",
            lab.appUser,
        ]
        let environment = environment(lab, home)
        var samples: [BenchMeasure: BenchRow.Samples] = [:]
        func once(_ measure: BenchMeasure, _ our: [String], _ their: [String]) async throws(LabFailure) {
            options.progress("\(measure.title(options))")
            samples[measure, default: .init()].levelsSSH.append(try await bench.time(our, environment).milliseconds)
            samples[measure, default: .init()].ssh.append(try await bench.time(their, environment).milliseconds)
        }
        /// The same with parallel-ssh, until it was given up.
        var isGivenUp = false
        func onceBesideParallelSSH(_ measure: BenchMeasure, _ our: [String]) async throws(LabFailure) {
            samples[measure, default: .init()].levelsSSH.append(try await bench.time(our, environment).milliseconds)
            guard !isGivenUp else { return }
            do throws(LabFailure) {
                samples[measure, default: .init()].ssh.append(try await bench.time(python, environment).milliseconds)
            } catch .commandFailed {
                isGivenUp = true
                options.progress("parallel-ssh failed, or had not ended after \(Self.patience) s: it has no figure")
            }
        }
        let jump = [ssh, "-F", home + "/ssh_config", BenchLab.bastion]
        _ = try await bench.time(jump + ["true"], environment)
        for _ in 0..<options.bulkRuns {
            try await once(.ansible, ours + ["--no-background", "--", "true"], ansible)
            try await onceBesideParallelSSH(.parallelSSH, ours + ["--no-background", "--", "true"])
        }
        _ = try await bench.time([ssh, "-F", home + "/ssh_config", "-O", "exit", BenchLab.bastion], environment)
        _ = try await bench.time(
            [bench.levelsSSH, "open", "db", "--env", "dev", "--database", BenchLab.database], environment)
        // The first time it logs in everywhere.
        _ = try await bench.time(ours + ["--", "true"], environment)
        for _ in 0..<options.bulkRuns { try await onceBesideParallelSSH(.parallelSSHWarm, ours + ["--", "true"]) }
        _ = try await bench.time([bench.levelsSSH, "close", "--all"], environment)
        let rows = BenchMeasure.allCases.compactMap { measure in
            samples[measure].map {
                BenchRow(measure, title: measure.title(options), kind: .loopback, roundTrip: 0, $0)
            }
        }
        return BenchComparison.Result(rows: rows)
    }

    private func environment(_ lab: Lab, _ home: String) -> [String: String] {
        [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8",
            "LEVELS_CONFIG": lab.configFile, "ANSIBLE_HOME": home, "ANSIBLE_LOCAL_TEMP": home + "/tmp",
            "ANSIBLE_NOCOLOR": "1", "ANSIBLE_SSH_CONTROL_PATH_DIR": home + "/cp",
            // Nothing of one run is left for the next.
            "ANSIBLE_SSH_ARGS": "-F \(home)/ssh_config -o ControlMaster=no", Command.mark: lab.folder,
        ]
    }

    /// `ADDRESS PORT` a line, the bastion first.
    private func hosts(_ lab: Lab) -> String {
        let bastion = lab.bastions.first.map { ["\($0.address) \($0.port)"] } ?? []
        return (bastion + lab.hosts.map { "\($0.address) \($0.port)" }).joined(separator: "\n") + "\n"
    }

    /// parallel-ssh is a library. It takes one port for all hosts unless each has a configuration of its own.
    private static let script = """
        import sys
        from pssh.clients import ParallelSSHClient
        from pssh.config import HostConfig
        places = [line.split() for line in open(sys.argv[1])]
        (bastion, bastion_port), hosts = places[0], places[1:]
        key, user = sys.argv[2], sys.argv[4]
        configs = [
            HostConfig(port=int(port), user=user, private_key=key, proxy_host=bastion, proxy_port=int(bastion_port),
                       proxy_user=user, proxy_pkey=key)
            for _, port in hosts
        ]
        client = ParallelSSHClient([host for host, _ in hosts], host_config=configs, pool_size=int(sys.argv[3]))
        output = client.run_command("true", stop_on_errors=False)
        client.join(output)
        bad = [host for host in output if host.exception is not None or host.exit_code != 0]
        sys.exit(f"{len(bad)} failed: {bad[0].exception}" if bad else 0)

        """
}
