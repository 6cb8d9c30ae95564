/// How far the first key exchange has come, as seen from what we send: libssh2 hands over one whole packet a call.
enum SendingPhase: Equatable {
    /// The version line, or a packet in the clear.
    case clear
    /// NEWKEYS has gone (RFC 4253, section 7.3): what follows is encrypted.
    case newKeys
    /// And something has followed it, which is libssh2's request for the userauth service.
    case encrypted

    private static let newKeysMessage: UInt8 = 21

    mutating func note(_ packet: UnsafeRawBufferPointer) {
        switch self {
        case .encrypted: return
        case .newKeys: self = .encrypted
        // uint32 length, byte padding length, byte message. A version line has none of that, and no byte 21.
        case .clear: if packet.count > 5, packet[5] == Self.newKeysMessage { self = .newKeys }
        }
    }
}
