public import NIOCore

extension Greeting {
    /// Looks at what is readable in a buffer, which itself stays as it is.
    public mutating func feed(_ buffer: ByteBuffer) throws(GreetingError) -> State {
        try feed(buffer.readableBytesView)
    }
}
