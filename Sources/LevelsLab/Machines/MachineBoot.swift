/// How a whole machine is started: one process that all others on it end with, in namespaces of its own for mounts,
/// processes and its name; unshare(1), pid_namespaces(7).
///
/// A thousand of them were up after 28 s and took 1.6 GiB, on two shared cores. One sshd for each connection (`sshd -i`)
/// would take less, and leave nothing to be stopped, frozen, restarted or found by a login that looks for its server.
enum MachineBoot {
    /// What a log says when sshd has ended by itself.
    static let ended = "boot: sshd has ended"

    /// `$1` is the machine's folder, `$2` its name, `$3` sshd. The shell stays: as the first process it takes over and waits
    /// for whatever is left alone, whether sshd runs or not.
    static let script = """
        mount -a -T "$1/fstab" || exit 1
        echo "$2" > /proc/sys/kernel/hostname
        if [ -f "$1/etc/nftables.conf" ]; then nft -f /etc/nftables.conf || echo "boot: no packet filter" >&2; fi
        "$3" -D -e &
        wait
        echo "\(ended)" >&2
        sleep infinity &
        wait

        """

    static func scriptFile(_ lab: String) -> String { lab + "/etc/boot" }
    /// What all machines of a role have in their `/etc`.
    static func common(_ lab: String, _ role: LabServer.Role) -> String { "\(lab)/etc/\(role.rawValue)" }

    static func argv(lab: String, name: String, namespace: String, folder: MachineFolder) throws(LabFailure) -> [String]
    {
        let install = "apt-get install util-linux"
        return [
            try Programs.find("nsenter", install: install), "--net=/run/netns/\(namespace)",
            try Programs.find("unshare", install: install), "--mount", "--uts", "--pid", "--fork", "--kill-child",
            "--mount-proc", "/bin/sh", scriptFile(lab), folder.path, name, try Programs.sshd(),
        ]
    }

    /// Before anything is made: whether this machine can hold others.
    static func check(_ options: LabOptions) throws(LabFailure) {
        guard options.bastionFlavour == .openssh, options.hostFlavour == .openssh else {
            throw .notPossible("whole machines run OpenSSH only", hint: "levels-lab up --hosts 3, without --stock-sshd")
        }
        guard Disk.text("/proc/filesystems")?.contains("overlay") == true else {
            throw .notPossible("this kernel has no overlay file system", hint: "modprobe overlay, or --mode loopback")
        }
        _ = try argv(lab: "", name: "", namespace: "", folder: MachineFolder(path: ""))
    }
}
