public import Inventory

/// What guards the SSH port of a bastion, as the bastion says itself.
public struct MeasuredGuard: Sendable, Hashable {
    /// How it sees the connection over which it was asked (`SSH_CONNECTION`).
    public struct Connection: Sendable, Hashable {
        public let client: IPAddress
        /// Its own.
        public let port: Int
    }

    public enum File: Sendable, Hashable {
        case absent(hasFolder: Bool)
        /// - Parameters:
        ///   - mode: permissions.
        ///   - isSafe: whether it is root's, and nobody else may write it.
        case regular([UInt8], mode: UInt32, isSafe: Bool)
    }

    public let connection: Connection?
    /// Whether it was started by systemd.
    public var hasSystemd = false
    /// Whether its systemd knows our unit as it is on the disk, and has started it: then it comes back after a reload of
    /// nftables.service.
    public var isHeld = false
    /// Where nft(8) is.
    public var program: String?
    public var filter = MeasuredFilter.absent
    /// Those that are there or may be made; what is missing here is something else: a link, a folder, out of bounds.
    public var files: [GuardFile: File] = [:]

    static let noFilter = "it has no nftables: nobody is kept from its SSH port by it"
    static let noKernel = "its kernel does not filter, whoever asks: nobody is kept from its SSH port by it"

    public init(connection: Connection?) { self.connection = connection }
}
