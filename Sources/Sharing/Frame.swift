package import NIOCore

/// What goes over the socket between a visitor and whoever keeps sessions: `byte kind, uint32 channel, uint32 length`, and
/// as many bytes. Numbers are in network byte order; a channel's number is the visitor's.
package struct Frame: Sendable, Equatable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        // From either side, of channel 0.
        case ping = 1
        case pong = 2

        // From the visitor.
        /// What it would like, of channel 0: for whoever answers to understand.
        case ask = 10
        /// A program on a new channel: ``Opening/program(_:)``.
        case start = 11
        /// A port on a new channel: ``Opening/port(host:port:)``.
        case connect = 12
        case finish = 13
        case resize = 14
        case signal = 15
        case close = 16

        // From the keeper.
        /// Somebody is there, of channel 0: the first of all.
        case hello = 20
        /// It is granted, of channel 0.
        case granted = 21
        /// It is not, of channel 0; why, as text.
        case refused = 22
        case opened = 23
        case failed = 24
        case endOfStream = 25
        case closed = 26
        /// The session is over, of channel 0.
        case ended = 27
        case standardError = 28

        // From either side, of a channel.
        case data = 30
        /// A number of bytes that may be sent.
        case grant = 31
    }

    package let kind: Kind
    package let channel: UInt32
    package let payload: ByteBuffer

    package init(_ kind: Kind, _ channel: UInt32 = 0, _ payload: ByteBuffer = ByteBuffer()) {
        self.kind = kind
        self.channel = channel
        self.payload = payload
    }

    package init(_ kind: Kind, _ channel: UInt32 = 0, _ payload: [UInt8]) {
        self.init(kind, channel, ByteBuffer(bytes: payload))
    }

    static let header = 9
    /// Bytes of a payload: a command is the longest that there is.
    static let longest = 1 << 20

    package var bytes: ByteBuffer {
        var all = ByteBuffer()
        all.reserveCapacity(Self.header + payload.readableBytes)
        all.writeInteger(kind.rawValue)
        all.writeInteger(channel)
        all.writeInteger(UInt32(payload.readableBytes))
        all.writeImmutableBuffer(payload)
        return all
    }
}

/// The other side does not keep to what was agreed: whatever it sends is not to be had any more.
package enum FrameError: Error, Equatable {
    case unknownKind(UInt8)
    case tooLong(Int)
    case malformed
    /// More than was granted, or than there may be.
    case tooMuch
    /// Nothing that this side is to be sent, or not now.
    case unexpected(Frame.Kind)
}
