/// The ten lists of a KEXINIT (RFC 4253 section 7.1) that matter, of either side.
public struct AlgorithmLists: Hashable, Sendable {
    public var keyExchange: [String]
    public var hostKey: [String]
    public var ciphersToServer: [String]
    public var ciphersToClient: [String]
    public var macsToServer: [String]
    public var macsToClient: [String]
    public var compressionToServer: [String]
    public var compressionToClient: [String]

    public init(
        keyExchange: [String], hostKey: [String],
        ciphersToServer: [String], ciphersToClient: [String],
        macsToServer: [String], macsToClient: [String],
        compressionToServer: [String], compressionToClient: [String]
    ) {
        self.keyExchange = keyExchange
        self.hostKey = hostKey
        self.ciphersToServer = ciphersToServer
        self.ciphersToClient = ciphersToClient
        self.macsToServer = macsToServer
        self.macsToClient = macsToClient
        self.compressionToServer = compressionToServer
        self.compressionToClient = compressionToClient
    }

    /// A client's lists, which are the same for both directions.
    public init(
        keyExchange: [String], hostKey: [String], ciphers: [String], macs: [String], compression: [String] = ["none"]
    ) {
        self.init(
            keyExchange: keyExchange, hostKey: hostKey, ciphersToServer: ciphers, ciphersToClient: ciphers,
            macsToServer: macs, macsToClient: macs, compressionToServer: compression, compressionToClient: compression)
    }

    /// From a KEXINIT's payload, its message number included.
    init(payload: ArraySlice<UInt8>) throws(WireError) {
        var reader = WireReader(payload)
        guard try reader.byte() == Self.messageNumber else { throw .malformed("not a KEXINIT") }
        _ = try reader.take(16)
        keyExchange = try reader.nameList()
        hostKey = try reader.nameList()
        ciphersToServer = try reader.nameList()
        ciphersToClient = try reader.nameList()
        macsToServer = try reader.nameList()
        macsToClient = try reader.nameList()
        compressionToServer = try reader.nameList()
        compressionToClient = try reader.nameList()
        _ = try reader.nameList()
        _ = try reader.nameList()
        _ = try reader.boolean()
        _ = try reader.uint32()
        try reader.end()
    }

    static let messageNumber: UInt8 = 20
}
