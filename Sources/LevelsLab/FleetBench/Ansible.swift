/// The other one: ansible-core with `ansible.posix.authorized_key`, as whoever tunes it runs it. 50 forks, pipelining, and
/// connections that persist; all of them over one connection to the bastion, which is up before the clock runs.
struct Ansible: Sendable {
    private let program: String
    private let lab: Lab
    private let hosts: Int

    init(_ program: String, _ lab: Lab, hosts: Int) throws(LabFailure) {
        self.program = try Programs.find(program, install: "scripts/ansible folder")
        self.lab = lab
        self.hosts = hosts
    }

    private var folder: String { lab.folder + "/ansible" }
    private var sshConfig: String { folder + "/ssh_config" }
    private static let bastion = "bastion-a"

    /// Writes its files, and connects to the bastion.
    func prepare() async throws(LabFailure) {
        try Disk.makeFolder(folder)
        try Disk.write(
            """
            Host \(Self.bastion)
                User \(lab.adminUser)
                ControlMaster auto
                ControlPath \(folder)/bastion
                ControlPersist 30m
            Host *
                Include \(lab.sshConfigFile)

            """, to: sshConfig)
        let names = (1...hosts).map { "host-\($0)" }
        try Disk.write(names.joined(separator: "\n") + "\n", to: folder + "/inventory")
        try await Command.run(lab.clientPrefix + [try ssh(), "-F", sshConfig, Self.bastion, "true"], lab: lab.folder)
    }

    /// Ends the connections to the hosts, which it would keep for a minute: what they have cost is counted when they end,
    /// and must not be counted with ours.
    func hangUp() async throws(LabFailure) {
        let connections = folder + "/cp"
        for name in Disk.entries(connections) ?? [] {
            try await Command.run(
                lab.clientPrefix + [try ssh(), "-F", "/dev/null", "-S", "\(connections)/\(name)", "-O", "exit", "any"])
        }
    }

    func end() async {
        if let ssh = try? ssh() {
            _ = try? await Command.run(lab.clientPrefix + [ssh, "-F", sshConfig, "-O", "exit", Self.bastion])
        }
    }

    /// One login of OpenSSH's at a host, for what it costs there.
    func login(_ host: String) async throws(LabFailure) {
        try await Command.run(lab.clientPrefix + [try ssh(), "-F", sshConfig, "-l", lab.adminUser, host, "true"])
    }

    private func ssh() throws(LabFailure) -> String {
        try Programs.find("ssh", install: "apt-get install openssh-client")
    }

    /// - Parameter keys: public keys that the account is to have.
    func argv(_ keys: [String], check: Bool) -> [String] {
        // As JSON: a blank would end a value, and options of a key have quotes.
        let quoted = keys.map { $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
        let arguments = "{\"user\": \"\(lab.appUser)\", \"key\": \"\(quoted.joined(separator: "\\n"))\"}"
        return lab.clientPrefix + [program, "all", "-i", folder + "/inventory", "-m", "ansible.posix.authorized_key"]
            + ["-a", arguments, "--become", "--user", lab.adminUser, "--forks", "50"] + (check ? ["--check"] : [])
    }

    var environment: [String: String] {
        [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8", "ANSIBLE_HOME": folder,
            "ANSIBLE_LOCAL_TEMP": folder + "/tmp", "ANSIBLE_PIPELINING": "True", "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_SSH_ARGS": "-F \(sshConfig) -o ControlMaster=auto -o ControlPersist=60s",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": folder + "/cp", "ANSIBLE_PYTHON_INTERPRETER": "/usr/bin/python3",
            "ANSIBLE_DEPRECATION_WARNINGS": "False",
        ]
    }

    /// How many hosts it says that it has done: `host-1 | CHANGED => {`.
    static func done(_ output: String) -> Int {
        output.split(separator: "\n").count { $0.contains(" | CHANGED => ") || $0.contains(" | SUCCESS => ") }
    }

    static func version(_ program: String) async throws(LabFailure) -> String {
        let said = try await Command.run([program, "--version"])
        return Escaped.line(said.split(separator: "\n").first.map(String.init) ?? "of an unknown version")
    }
}
