/// The `sshd_config` of a whole machine, at its usual place: what OpenSSH and Debian have as defaults, but for the few
/// lines that say where to listen, what to write down, and that there is no PAM for accounts of a lab.
struct StockConfig {
    let address: String
    var rekeyLimit: String?
    /// They come first: sshd takes the first value that it finds.
    var first: [String] = []

    var text: String {
        var lines = first
        lines += [
            "ListenAddress \(address)",
            "HostKey /etc/ssh/ssh_host_ed25519_key",
            "PidFile none",
            "LogLevel VERBOSE",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PrintMotd no",
            "Subsystem sftp internal-sftp",
        ]
        if let rekeyLimit { lines.append("RekeyLimit \(rekeyLimit)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
