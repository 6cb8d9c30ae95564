public import NIOCore

extension WireReader {
    /// Reads what is readable in a buffer, which itself stays as it is.
    public init(_ buffer: ByteBuffer) {
        self.init(Array(buffer.readableBytesView))
    }
}

extension ByteBuffer {
    public init(_ writer: WireWriter) {
        self.init(bytes: writer.bytes)
    }
}
