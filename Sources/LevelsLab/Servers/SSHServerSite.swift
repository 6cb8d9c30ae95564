/// What any SSH server of the lab is given, whatever it is made of.
struct SSHServerSite: Sendable {
    let machine: LabPlan.Machine
    /// Its host keys are there, `host_` and the kind.
    let folder: String
    let namespace: String?
    let address: String
    let users: [String]
    /// `host:port`, as a client asks for them.
    let permitOpen: [String]
    /// Lines of authorized_keys.
    let authorizedKeys: [String]
    let hostKeyKinds: [String]
    let rekeyLimit: String?
    /// Lines for OpenSSH's `sshd_config`.
    let first: [String]

    /// Writes what the server reads, for that port.
    /// - Returns: the command that it is started by, without what puts it into its namespace.
    func prepare(_ flavour: LabFlavour, port: Int) throws(LabFailure) -> [String] {
        switch flavour {
        case .openssh: try openSSH(port: port)
        case .dropbear: try DropbearServer(site: self).prepare(port: port)
        case .asyncssh: try AsyncSSHServer(site: self).prepare(port: port)
        }
    }

    private func openSSH(port: Int) throws(LabFailure) -> [String] {
        let keys = try Homes.write(authorizedKeys, for: users, in: folder, shared: namespace == nil)
        let config = SSHDConfig(
            folder: folder, address: address, port: port, permitOpen: permitOpen, authorizedKeys: keys,
            allowUsers: users, rekeyLimit: rekeyLimit, first: first,
            hostKeys: hostKeyKinds.map { "\(folder)/host_\($0)" })
        try Disk.write(config.text, to: folder + "/sshd_config")
        return [try Programs.sshd(), "-D", "-e", "-f", folder + "/sshd_config"]
    }
}
