package import NIOCore

/// Takes frames out of bytes that come in pieces. Pure.
package struct FrameReader {
    private var pending = ByteBuffer()

    package init() {}

    package mutating func append(_ bytes: ByteBuffer) {
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeImmutableBuffer(bytes)
        }
    }

    /// The next one; nil until more has come.
    package mutating func next() throws(FrameError) -> Frame? {
        guard let head = pending.getInteger(at: pending.readerIndex, as: UInt8.self) else { return nil }
        guard let kind = Frame.Kind(rawValue: head) else { throw .unknownKind(head) }
        guard let channel = pending.getInteger(at: pending.readerIndex + 1, as: UInt32.self),
            let length = pending.getInteger(at: pending.readerIndex + 5, as: UInt32.self).map(Int.init)
        else { return nil }
        guard length <= Frame.longest else { throw .tooLong(length) }
        guard pending.readableBytes >= Frame.header + length else { return nil }
        pending.moveReaderIndex(forwardBy: Frame.header)
        let payload = pending.readSlice(length: length) ?? ByteBuffer()
        pending.discardReadBytes()
        return Frame(kind, channel, payload)
    }
}
