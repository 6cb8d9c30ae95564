#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where the programs are that the lab is made of. Absolute paths, as `sshd` asks for, and because an ordinary user's
/// `PATH` often lacks the `sbin` folders.
enum Programs {
    static func find(_ name: String, install: String) throws(LabFailure) -> String {
        guard let path = search(name) else { throw .missingProgram(name, install: install) }
        return path
    }

    static func search(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
        return folders(for: name).map { $0 + "/" + name }.first { access($0, X_OK) == 0 }
    }

    static func sshd() throws(LabFailure) -> String {
        try find("sshd", install: "apt-get install openssh-server")
    }

    static func sshKeygen() throws(LabFailure) -> String {
        try find("ssh-keygen", install: "apt-get install openssh-client")
    }

    private static func folders(for name: String) -> [String] {
        var result = (environment("PATH") ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        result += ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"]
        result += ["/opt/homebrew/bin", "/opt/homebrew/sbin"]
        if ["postgres", "initdb"].contains(name) {
            // Debian keeps PostgreSQL's server programs in a folder for each version, and out of PATH.
            let root = "/usr/lib/postgresql"
            let versions = (Disk.entries(root) ?? []).sorted { (Double($0) ?? 0) > (Double($1) ?? 0) }
            result = versions.map { "\(root)/\($0)/bin" } + result
        }
        return result
    }

    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
