/// Dropbear, which has no `PermitOpen` and reads `authorized_keys` in the home of the account and nowhere else: what keeps
/// people from other machines is the packet filter, and on loopback nothing.
struct DropbearServer {
    static let install = "apt-get install dropbear-bin"
    let site: SSHServerSite

    static func check() throws(LabFailure) {
        _ = try Programs.find("dropbear", install: install)
        _ = try Programs.find("dropbearconvert", install: install)
    }

    /// Dropbear has a key format of its own.
    static func convertHostKeys(in folder: String) async throws(LabFailure) {
        let convert = try Programs.find("dropbearconvert", install: install)
        for kind in KeyMaker.kinds {
            // It reads OpenSSH's own format, from 2020 on.
            let paths = ["\(folder)/host_\(kind)", "\(folder)/dropbear_\(kind)"]
            try await Command.run([convert, "openssh", "dropbear"] + paths)
        }
    }

    func prepare(port: Int) throws(LabFailure) -> [String] {
        _ = try Homes.write(site.authorizedKeys, for: site.users, in: site.folder, shared: false)
        let keys = KeyMaker.kinds.flatMap { ["-r", "\(site.folder)/dropbear_\($0)"] }
        let program = try Programs.find("dropbear", install: Self.install)
        let words = [program, "-F", "-E", "-s", "-k", "-m", "-P", site.folder + "/dropbear.pid"]
        return try prefix() + words + keys + ["-p", "\(site.address):\(port)"]
    }

    /// On loopback the accounts are the machine's own, and their homes are none of our business: Dropbear is shown a list
    /// of accounts in which the home is ours, in a mount namespace of its own (unshare(1)).
    private func prefix() throws(LabFailure) -> [String] {
        guard site.namespace == nil else { return [] }
        #if os(Linux)
            let unshare = try Programs.find("unshare", install: "apt-get install util-linux")
            let list = site.folder + "/passwd"
            let lines = site.users.map { "\($0):x:0:0::\(site.folder)/home/\($0):/bin/sh\n" }
            try Disk.write(lines.joined(), to: list, mode: 0o644)
            let own = Account.isRoot ? [] : ["--user", "--map-root-user"]
            let script = "mount --bind \"$1\" /etc/passwd && shift && exec \"$@\""
            return [unshare, "--mount"] + own + ["/bin/sh", "-c", script, "sh", list]
        #else
            throw .notPossible("Dropbear cannot be shown a home of ours here", hint: "leave --flavour away")
        #endif
    }
}
