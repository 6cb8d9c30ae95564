/// Where the files of one whole machine are: its own part of `/etc`, over the real one, and folders that stand in place of
/// the real ones.
struct MachineFolder: Sendable {
    let path: String

    /// Written over `/etc` by an overlay: what the machine changes there ends up here.
    var etc: String { path + "/etc" }
    var hostKey: String { etc + "/ssh/ssh_host_ed25519_key" }
    private var work: String { path + "/work" }
    /// What it sees at `/home`, `/root` and `/var/lib`.
    private static let own = [("home", "/home"), ("root", "/root"), ("lib", "/var/lib")]

    func make() throws(LabFailure) {
        for name in ["", "/etc", "/etc/ssh", "/work", "/home", "/lib"] { try Disk.makeFolder(path + name, mode: 0o755) }
        try Disk.makeFolder(path + "/root", mode: 0o700)
    }

    /// Where the machine's files under `/home`, `/root` and `/var/lib` are, whether it runs or not.
    func outside(_ inside: String) -> String? {
        for (name, place) in Self.own where inside == place || inside.hasPrefix(place + "/") {
            return "\(path)/\(name)\(inside.dropFirst(place.count))"
        }
        return nil
    }

    /// An fstab(5), for `mount -a -T`.
    /// - Parameter common: the folder with what all machines of its role have in their `/etc`.
    func table(common: String) -> String {
        let layers = "lowerdir=\(common):/etc,upperdir=\(etc),workdir=\(work)"
        var lines = ["overlay /etc overlay \(layers) 0 0"]
        // What covers the lab's own folder comes last: the others could not be found any more.
        let covering = Self.own.sorted { !path.hasPrefix($0.1 + "/") && path.hasPrefix($1.1 + "/") }
        lines += covering.map { "\(path)/\($0.0) \($0.1) none bind 0 0" }
        // What programs name after their number there would meet: each machine counts its processes from 1. The source's
        // name is our own, or mount takes the one that is there for it and passes the line over.
        if Disk.exists("/dev/shm") { lines.append("levels-lab /dev/shm tmpfs mode=1777,size=16m 0 0") }
        // A machine has no systemd; that of the machine which holds it would run things outside.
        if Disk.exists("/run/systemd") { lines.append("levels-lab-systemd /run/systemd tmpfs mode=755,size=1m 0 0") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Neither fstab(5) nor the options of an overlay are told such a path here.
    static func check(_ folder: String) throws(LabFailure) {
        guard folder.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), !folder.contains(where: { ",:#'".contains($0) })
        else {
            throw .unusableFolder(
                Escaped.line(folder), reason: "has characters that mount cannot be told", hint: "choose another --dir")
        }
    }
}
