/// The only machine of a VPC that a person can reach; a VPC may have several, tried in order.
public struct Bastion: Sendable, Equatable {
    public let address: HostPort
    /// The keys it may prove to hold; where there are none, the VPC's known_hosts files decide.
    public let hostKeys: [HostKeyPin]

    public init(address: HostPort, hostKeys: [HostKeyPin]) {
        self.address = address
        self.hostKeys = hostKeys
    }
}
