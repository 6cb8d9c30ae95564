/// `prod`, `dev`, `test`, `qa`: hosts and databases in exactly one VPC.
public struct Environment: Sendable, Equatable {
    public let name: String
    /// The name of its VPC; ``Inventory/vpc(of:)`` finds it.
    public let vpc: String
    /// A reason is asked for before a tunnel into it is opened.
    public let protected: Bool
    public let hosts: HostGroup
    /// In file order.
    public let databases: [Database]
    /// What becomes of foreign keys on its hosts.
    public let foreign: ForeignKeys
    public let recording: Recording
    public let syslog: Syslog
    /// From the login policy, of its hosts; those that have expired are not in it.
    public let exceptions: [PolicyException]
    /// Those that have expired, and so hold no more.
    public let expiredExceptions: [PolicyException]

    /// The one that is meant where none is named: `main`, or the only one; nil where that leaves a choice.
    public var defaultDatabase: Database? {
        database(named: "main") ?? (databases.count == 1 ? databases.first : nil)
    }

    public func database(named name: String) -> Database? { databases.first { $0.name == name } }

    public init(
        name: String, vpc: String, protected: Bool, hosts: HostGroup, databases: [Database],
        foreign: ForeignKeys = .keep, recording: Recording = .optional, syslog: Syslog = .journalOnly,
        exceptions: [PolicyException] = [], expiredExceptions: [PolicyException] = []
    ) {
        self.name = name
        self.vpc = vpc
        self.protected = protected
        self.hosts = hosts
        self.databases = databases
        self.foreign = foreign
        self.recording = recording
        self.syslog = syslog
        self.exceptions = exceptions
        self.expiredExceptions = expiredExceptions
    }
}
