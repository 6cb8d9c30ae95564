/// A lab of whole machines for fleet work, and what is asked of it.
struct FleetBenchLab: Sendable {
    let lab: Lab
    private let levelsSSH: String
    private let threads: BenchThreads

    /// One run of ours, and what it has left in the logs of bastions and hosts.
    struct Outcome: Sendable {
        let run: TimedRun
        /// Logins at each bastion.
        let bastionLogins: [String: Int]
        /// At all hosts.
        let hostLogins: Int
        /// Connections that any sshd has turned away.
        let drops: Int
        /// Processor time that sessions have taken on hosts, programs and all.
        let onHosts: Duration
        let onBastions: Duration

        var processorTime: Duration { onHosts + onBastions + run.processorTime }
    }

    static func with<Value: Sendable>(
        hosts: Int, _ options: FleetBenchOptions, _ threads: BenchThreads,
        _ body: @Sendable (FleetBenchLab) async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        var wanted = LabOptions()
        wanted.mode = .netns
        wanted.stockSSHD = true
        wanted.sudo = true
        wanted.engines = []
        // Something that a tunnel may lead to, for those in the roster who may do nothing else.
        wanted.targets = [LabTarget(name: "bench", host: "database.example.net", port: 5432)]
        wanted.hosts = hosts
        let levelsSSH = try options.executable
        options.progress("starting \(hosts) hosts")
        do {
            return try await Lab.with(wanted) { lab in
                let bench = FleetBenchLab(lab: lab, levelsSSH: levelsSSH, threads: threads)
                try bench.adaptRoster()
                return try await body(bench)
            }
        } catch {
            throw error as? LabFailure ?? .interrupted
        }
    }

    /// Production has no database here.
    private func adaptRoster() throws(LabFailure) {
        for person in ["carol", "dave"] {
            let path = "\(lab.rosterFolder)/\(person).yaml"
            guard let text = Disk.text(path) else { throw .badState(path: path) }
            try Disk.removeAll(path)
            try Disk.write(text.replacing(", prod: tunnel", with: ""), to: path)
        }
    }

    /// A new key pair.
    func makeKey(of person: String) async throws(LabFailure) -> String {
        let comment = "\(person)@bench"
        return try await KeyMaker.make("ed25519", at: "\(lab.folder)/client/\(person)_bench", comment: comment) + " "
            + comment
    }

    /// Somebody new, who may log in to every host.
    func admit(_ person: String) async throws(LabFailure) {
        let key = try await makeKey(of: person)
        let text = "name: \(person)\nkeys:\n  - \(key)\naccess: { dev: shell }\n"
        try Disk.write(text, to: "\(lab.rosterFolder)/\(person).yaml")
    }

    /// Runs `levels-ssh plan` or `apply`, over all of `dev`.
    func run(_ words: [String]) async throws(LabFailure) -> Outcome {
        let servers = lab.bastions + lab.hosts
        let marks = servers.map { $0.logMark() }
        let costs = (hosts: SessionCost(lab, .host), bastions: SessionCost(lab, .bastion))
        let run = try await TimedRun.of(
            lab.clientPrefix + [levelsSSH] + words + ["--config", lab.configFile, "--env", "dev"],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": lab.folder, "LOGNAME": "bench"],
            log: lab.folder + "/log/fleet.log", on: threads)
        let logins = zip(servers, marks).map { ($0.role, $0.name, $0.logins(since: $1).count) }
        let drops = zip(servers, marks).reduce(0) { $0 + $1.0.drops(since: $1.1) }
        return Outcome(
            run: run,
            bastionLogins: Dictionary(
                uniqueKeysWithValues: logins.filter { $0.0 == .bastion }.map { ($0.1, $0.2) }),
            hostLogins: logins.filter { $0.0 == .host }.reduce(0) { $0 + $1.2 }, drops: drops,
            onHosts: try await costs.hosts.settled(), onBastions: try await costs.bastions.settled())
    }

    /// What one login of OpenSSH's costs a host, and `true` in it: sshd's own share of what we ask for.
    func loginCost(_ ansible: Ansible, _ count: Int) async throws(LabFailure) -> Duration {
        let cost = SessionCost(lab, .host)
        for number in 1...count { try await ansible.login("host-\(number % lab.hosts.count + 1)") }
        return try await cost.settled() / count
    }

    /// Once no session is left at any host.
    func quiet(_ end: () async throws(LabFailure) -> Void) async throws(LabFailure) {
        let cost = SessionCost(lab, .host)
        try await end()
        _ = try await cost.settled()
    }

    func timed(_ argv: [String], _ environment: [String: String]) async throws(LabFailure) -> TimedRun {
        try await TimedRun.of(argv, environment: environment, log: lab.folder + "/log/ansible.log", on: threads)
    }
}
