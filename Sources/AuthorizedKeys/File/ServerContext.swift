/// What sshd's answer depends on besides the line: the server, the hour, and where the client comes from.
///
/// Answers hold from OpenSSH 7.8 on; of older ones, options and limits that they do not have are known, and nothing
/// else.
public struct ServerContext: Sendable, Hashable {
    public var version: SSHDVersion
    /// Seconds since 1970-01-01 00:00 UTC, by the host's clock.
    public var now: Int64
    /// Of the host's time zone, in seconds east of UTC; nil where nobody knows.
    public var secondsEastOfUTC: Int64?
    /// The address that the client comes from, as sshd sees it; nil leaves `from=` open.
    public var clientAddress: String?
    /// The name that sshd finds for that address, where it has `UseDNS yes`.
    public var clientName: String?
    /// `PubkeyAcceptedAlgorithms`, as types.
    public var acceptedTypes: Set<KeyType>
    /// `RequiredRSASize`, in bits.
    public var requiredRSABits: Int

    public init(
        now: Int64, version: SSHDVersion = SSHDVersion(9, 2), secondsEastOfUTC: Int64? = nil,
        clientAddress: String? = nil, clientName: String? = nil,
        acceptedTypes: Set<KeyType> = Set(KeyType.allCases).subtracting([.dsa]), requiredRSABits: Int = 1024
    ) {
        self.version = version
        self.now = now
        self.secondsEastOfUTC = secondsEastOfUTC
        self.clientAddress = clientAddress
        self.clientName = clientName
        self.acceptedTypes = acceptedTypes
        self.requiredRSABits = requiredRSABits
    }
}
