@testable import LevelsLab

/// Dropbear as inetd starts it.
///
/// It looks for keys in the account's home and nowhere else, so it is shown a passwd of its own: in a mount namespace,
/// where `/etc/passwd` says that the account lives in the test's folder. That takes root, on Linux. Started so, it logs to
/// syslog only.
enum DropbearServer {
    static var obstacle: String? {
        if Programs.search("dropbear") == nil { return "no dropbear: apt-get install dropbear-bin" }
        if Programs.search("unshare") == nil || !Account.isRoot { return "a mount namespace takes root, on Linux" }
        return nil
    }

    static func command(in folder: String, user: String) async throws -> [String] {
        let dropbear = try Programs.find("dropbear", install: "apt-get install dropbear-bin")
        let convert = try Programs.find("dropbearconvert", install: "apt-get install dropbear-bin")
        try await Command.run([convert, "openssh", "dropbear", folder + "/host", folder + "/host.dropbear"])
        let lines = (Disk.text("/etc/passwd") ?? "").split(separator: "\n").map { line in
            var fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            if fields.first == user, fields.count == 7 { (fields[5], fields[6]) = (folder, "/bin/sh") }
            return fields.joined(separator: ":") + "\n"
        }
        try Disk.write(lines.joined(), to: folder + "/passwd", mode: 0o644)
        return [
            try Programs.find("unshare", install: "apt-get install util-linux"), "--mount", "sh", "-c",
            "mount --bind \"$1/passwd\" /etc/passwd && exec \"$2\" -i -s -r \"$1/host.dropbear\"",
            "sh", folder, dropbear,
        ]
    }
}
