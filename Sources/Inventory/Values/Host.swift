/// An instance behind a VPC's bastions.
public struct Host: Sendable, Equatable {
    public let name: String
    public let address: HostPort
    /// The keys it may prove to hold; where there are none, the VPC's known_hosts files decide.
    public let hostKeys: [HostKeyPin]
    /// Whether tunnels may end on it.
    public let databaseReachable: Bool

    public init(name: String, address: HostPort, hostKeys: [HostKeyPin], databaseReachable: Bool) {
        self.name = name
        self.address = address
        self.hostKeys = hostKeys
        self.databaseReachable = databaseReachable
    }
}
