public import Inventory
public import SSH

/// What a tunnel is to be.
public struct TunnelOptions: Sendable {
    public var inventory: Inventory
    public var environment: Environment
    public var vpc: VPC
    public var database: Database
    /// Which of the database's endpoints. The name in it is resolved by the host.
    public var target: HostPort
    public var local: LocalChoice
    /// known_hosts files for what has no key pinned.
    public var knownHosts: [KnownHosts]
    /// Where to look for keys to log in with.
    public var identities: IdentityRequest
    public var patience = Patience()
    public var session = SessionConfiguration()
    /// Where sessions are that several use; without one a tunnel has its own.
    public var pool: SessionPool?
    /// Lends a session with one of the hosts, which are tried in this order; nil, or from it, where there is none.
    public var lend: (@Sendable ([Host]) async -> LentWay?)?
    /// Has a say once there is a way through, and before any client is: what it throws ends the tunnel.
    public var admit: @Sendable () async throws(TunnelFailure) -> Void = {}
    /// Event loops, and so cores, for the two hops: 1 or 2.
    public var loops = 2
    /// The tunnel closes when this has passed (`--for`).
    public var lease: Duration?
    /// The tunnel closes when nothing was under way for this long (`--idle`).
    public var idle: Duration?

    public init(
        inventory: Inventory, environment: Environment, vpc: VPC, database: Database, target: HostPort,
        local: LocalChoice, knownHosts: [KnownHosts], identities: IdentityRequest
    ) {
        self.inventory = inventory
        self.environment = environment
        self.vpc = vpc
        self.database = database
        self.target = target
        self.local = local
        self.knownHosts = knownHosts
        self.identities = identities
    }
}

/// The local end that is wanted.
public enum LocalChoice: Sendable, Hashable {
    /// A port of 127.0.0.1; nil lets the kernel choose.
    case loopback(port: Int?)
    /// A Unix socket at this path, in a folder that is the user's alone.
    case unix(path: String)
}

/// How long each thing may take.
public struct Patience: Sendable {
    /// A TCP connection to a bastion.
    public var connect = Duration.seconds(5)
    /// A handshake; an answer to a login.
    public var handshake = Duration.seconds(6)
    /// A host's or database's port, as the machine before it reaches it.
    public var open = Duration.seconds(6)
    /// A client that came while there was no way through.
    public var parking = Duration.seconds(20)
    /// How many clients may wait like that.
    public var parkedClients = 512
    /// How long a bastion or host that failed is passed over.
    public var memory = Duration.seconds(30)
    /// How long to go on trying for a first way through (`--wait`).
    public var wait = Duration.zero

    public init() {}
}

/// A session that somebody else keeps, with a host that a tunnel may end on.
public struct LentWay: Sendable {
    /// Its place among those that were asked for.
    public let host: Int
    /// The address of the bastion on the way.
    public let bastion: String
    /// What the logins on the way were made with: the host's first, the bastion's last.
    public let keys: [PublicKeyBlob]
    public let connection: any Connection

    public init(host: Int, bastion: String, keys: [PublicKeyBlob], connection: any Connection) {
        self.host = host
        self.bastion = bastion
        self.keys = keys
        self.connection = connection
    }
}
