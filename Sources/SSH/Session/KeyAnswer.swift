/// What a server says to a public key that it is shown without a signature (RFC 4252, section 7).
public enum KeyAnswer: Sendable, Hashable {
    /// It would let in whoever has the private half.
    case wouldTake
    /// It would not, and names what it would rather have: `publickey` where other keys may do. The names are the server's
    /// own: escape them.
    case refused(methods: [String])
    /// It let us in without any proof: the session is logged in.
    case letIn
}

/// What was learnt of several keys over one connection.
public struct KeyAnswers: Sendable {
    /// To the first of the keys, in their order.
    public let answers: [KeyAnswer]
    /// Why there is none for the next key; nil where all were asked about, or as many as were not to be too many.
    public let ended: SSHError?
}

/// SSH_MSG_USERAUTH_FAILURE (RFC 4252, section 5.1).
enum KeyRefusal {
    static let message: UInt8 = 51

    /// Reads `byte 51, name-list, boolean`; nil if it is not that. A packet's block is longer than the packet.
    static func methods(packet: UnsafeRawBufferPointer) -> [String]? {
        guard packet.count >= 6, packet[0] == message else { return nil }
        let length = (1...4).reduce(0) { $0 << 8 | Int(packet[$1]) }
        guard length <= min(1024, packet.count - 6) else { return nil }
        let names = packet[5..<5 + length]
        guard names.allSatisfy({ 0x21...0x7e ~= $0 }) else { return nil }
        return names.split(separator: UInt8(ascii: ",")).prefix(most).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names of a list that was taken out of its packet; others' characters as question marks.
    static func methods(list: UnsafeRawBufferPointer) -> [String] {
        let text = list.prefix(1024).map { 0x21...0x7e ~= $0 ? $0 : UInt8(ascii: "?") }
        return text.split(separator: UInt8(ascii: ",")).prefix(most).map { String(decoding: $0, as: UTF8.self) }
    }

    private static let most = 16
}
