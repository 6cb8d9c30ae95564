/// A `sshd_config` (sshd_config(5)) for a bastion or a host of the lab: keys only, local forwarding only, and that only to
/// where the next machine is.
struct SSHDConfig {
    var folder: String
    var address: String
    var port: Int
    /// `host:port`, as a client asks for them.
    var permitOpen: [String]
    var authorizedKeys: String
    var allowUsers: [String]
    var rekeyLimit: String?
    /// They come first: sshd takes the first value that it finds.
    var first: [String] = []

    /// Paths of private keys; nil is one of each kind in the folder.
    var hostKeys: [String]?

    var text: String {
        var lines = first
        lines += ["Port \(port)", "ListenAddress \(address)"]
        lines += (hostKeys ?? KeyMaker.kinds.map { "\(folder)/host_\($0)" }).map { "HostKey \"\($0)\"" }
        lines += [
            "PidFile none",
            "AuthorizedKeysFile \"\(authorizedKeys)\"",
            // The lab's folder may lie under /tmp, which is writable for all.
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PubkeyAuthentication yes",
            "PermitRootLogin prohibit-password",
            "AllowUsers \(allowUsers.joined(separator: " "))",
            "AllowTcpForwarding local",
            "AllowStreamLocalForwarding no",
            "AllowAgentForwarding no",
            "X11Forwarding no",
            "PermitTunnel no",
            "PermitOpen \(permitOpen.isEmpty ? "none" : permitOpen.joined(separator: " "))",
            // As Debian has it.
            "AcceptEnv LANG LC_*",
            "PrintMotd no",
            // What the owner of this machine has in the start-up files of a shell is not the lab's business.
            "SetEnv \"HOME=\(folder)\"",
            "PrintLastLog no",
            "UseDNS no",
            "Subsystem sftp internal-sftp",
            "LogLevel VERBOSE",
        ]
        if let rekeyLimit { lines.append("RekeyLimit \(rekeyLimit)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
