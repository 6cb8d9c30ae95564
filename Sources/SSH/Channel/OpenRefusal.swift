/// Why a server would not open a channel (RFC 4254, section 5.1).
public struct OpenRefusal: Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        case administrativelyProhibited
        case connectFailed
        case unknownChannelType
        case resourceShortage
        case other(UInt32)
    }

    public let reason: Reason
    /// What the server says of it, as it came: escape it before it is shown. At most 256 bytes are kept.
    public let description: String

    static let message: UInt8 = 92

    public init(reason: Reason, description: String) {
        self.reason = reason
        self.description = description
    }

    /// Reads `byte 92, uint32 channel, uint32 reason, string description, string language`; nil if it is not that. A
    /// packet's block is longer than the packet, because its padding and MAC stand behind it.
    init?(packet: UnsafeRawBufferPointer) {
        guard packet.count >= 13, packet[0] == Self.message else { return nil }
        func word(_ at: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 << 8 | UInt32(packet[at + $1]) }
        }
        let length = Int(word(9))
        guard length <= packet.count - 13 else { return nil }
        switch word(5) {
        case 1: reason = .administrativelyProhibited
        case 2: reason = .connectFailed
        case 3: reason = .unknownChannelType
        case 4: reason = .resourceShortage
        case let code: reason = .other(code)
        }
        description = String(decoding: packet[13..<13 + min(length, 256)], as: UTF8.self)
    }
}
