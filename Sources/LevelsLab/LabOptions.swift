/// How the lab's machines are kept apart.
public enum LabMode: String, Codable, Sendable, CaseIterable {
    /// All on 127.0.0.1, on high ports, as the user who starts it; `PermitOpen` stands in for the firewall.
    case loopback
    /// A network namespace for each machine and a packet filter in each: Linux, as root.
    case netns
}

public enum LabEngine: String, Codable, Sendable, CaseIterable {
    case mysql
    case postgres
}

/// What the SSH servers are made of.
public enum LabFlavour: String, Codable, Sendable, CaseIterable {
    case openssh
    case dropbear
    case asyncssh
}

/// Something that the hosts may forward to besides the databases: a server of a test or a benchmark.
///
/// It is declared in levels.yaml as a database of engine `tcp`.
public struct LabTarget: Codable, Sendable, Hashable {
    public let name: String
    /// An address or a name, as the hosts see it.
    public let host: String
    public let port: Int

    public init(name: String, host: String, port: Int) {
        self.name = name
        self.host = host
        self.port = port
    }
}

public struct LabOptions: Sendable {
    /// Where everything of the lab is kept; nil is ``defaultFolder()``.
    public var folder: String?
    /// nil is ``LabMode/netns`` for root on Linux, and ``LabMode/loopback`` otherwise.
    public var mode: LabMode?
    /// nil is those that are installed, of which there must be one; an empty list is none.
    public var engines: [LabEngine]?
    /// The round trip between client and bastion, by a relay of ours in front of each bastion; zero is no relay.
    public var roundTrip: Duration = .zero
    /// sshd's `RekeyLimit`, such as `1M`, on every server.
    public var rekeyLimit: String?
    public var bastionFlavour: LabFlavour = .openssh
    public var hostFlavour: LabFlavour = .openssh
    /// Lines that come first in the `sshd_config` of every bastion, and so win.
    public var bastionConfig: [String] = []
    /// The same for every host.
    public var hostConfig: [String] = []
    public var targets: [LabTarget] = []
    /// How many hosts `dev` has, named `host-1` and so on; at most ``mostHosts``.
    ///
    /// In ``LabMode/netns``, more than three make every bastion and host a whole machine, as ``stockSSHD`` does; those
    /// beyond the third share one network namespace, in which each has an address of its own.
    public var hosts = 3
    /// Whole machines, in ``LabMode/netns``: every bastion and host with its own `/etc`, `/home`, `/root`, `/var/lib` and
    /// processes, and an sshd that is configured as its distribution does: `StrictModes`, the stock `AuthorizedKeysFile` and
    /// `MaxStartups`, and no limits but the firewall's and those of the keys.
    public var stockSSHD = false
    /// Whether `ops` may become root by sudo, on whole machines; nil is if sudo is installed.
    public var sudo: Bool?
    /// The `levels-lab` that relays are started from; nil is the one beside the running program.
    public var executable: String?
    /// Told what is going on, a line at a time, for a person.
    public var progress: @Sendable (String) -> Void = { _ in }

    public init() {}

    /// As many as there are addresses for.
    public static let mostHosts = LabPlan.most

    /// Where `levels-lab` keeps its lab unless told otherwise: a folder that is the user's alone.
    public static func defaultFolder() -> String {
        // Not root's: the databases run as accounts that may not enter root's own folders.
        if !Account.isRoot, let runtime = Programs.environment("XDG_RUNTIME_DIR") { return runtime + "/levels-lab" }
        return temporaryFolder() + "/levels-lab-\(UserID.current)"
    }

    /// A new name in the folder for temporary files; nothing is made there yet.
    static func freshFolder() -> String {
        temporaryFolder() + "/levels-lab-" + Random.hex(6)
    }

    private static func temporaryFolder() -> String {
        var folder = Programs.environment("TMPDIR") ?? "/tmp"
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        return folder
    }
}
