public import Inventory
public import SSH

/// How machines are to be reached.
public struct ReachOptions: Sendable {
    public var inventory: Inventory
    /// The operator's keys, in the order in which they are offered.
    public var identities: [Identity]
    public var login = Login.admin
    /// By VPC: known_hosts files for what has no key pinned.
    public var knownHosts: [String: [KnownHosts]]
    public var patience = ReachPatience()
    public var session = SessionConfiguration()
    /// Where sessions are that several use; without one each visit has its own. Whoever is cancelled while something is
    /// opened on a session ends it, for all.
    public var pool: SessionPool?
    /// Logins at once: so many to begin with, and no more than that ever.
    public var logins = (first: 16, most: 64)
    /// Machines that may be open at once: a bound on memory, here and at the bastion.
    public var openMachines = 128
    /// Asked before each machine: once it says so none is begun any more, and those under way are brought to their end.
    public var isStopping: @Sendable () -> Bool = { false }

    public init(inventory: Inventory, identities: [Identity], knownHosts: [String: [KnownHosts]] = [:]) {
        self.inventory = inventory
        self.identities = identities
        self.knownHosts = knownHosts
    }

    /// The public halves of the keys that are offered, in wire form.
    public var keys: [[UInt8]] { identities.map(\.publicKey.bytes) }

    /// What is known of the host keys of a machine.
    public func trust(_ machine: Machine) -> HostKeyPolicy {
        let pinned = machine.hostKeys.compactMap { try? PublicKeyBlob($0.blob) }
        // A pin shuts out all else, one that cannot be read as well.
        guard pinned.count == machine.hostKeys.count else { return HostKeyPolicy() }
        return HostKeyPolicy(pinned: pinned, knownHosts: knownHosts[machine.vpc] ?? [])
    }
}

/// How long each thing may take.
public struct ReachPatience: Sendable {
    /// A TCP connection to a bastion.
    public var connect = Duration.seconds(5)
    /// A handshake; an answer to a login.
    public var handshake = Duration.seconds(15)
    /// A host's port, as the bastion reaches it. A bastion opens one at a time for us, so a host that does not answer is
    /// put off until all others have had their turn.
    public var open = Duration.milliseconds(1500)
    /// And then.
    public var lastOpen = Duration.seconds(4)
    /// Logins at one machine, of which all but the last were dropped.
    public var tries = 6
    /// How long to go on at a machine that turns us away in so many words. sshd fines a source for logins that failed: five
    /// seconds each, and from fifteen on nobody from there gets in until they have passed (sshd_config(5),
    /// PerSourcePenalties).
    public var forgiveness = Duration.seconds(60)
    /// The pause before the second of them; each further one is twice as long.
    public var firstPause = Duration.milliseconds(300)
    public var longestPause = Duration.seconds(5)

    public init() {}
}
