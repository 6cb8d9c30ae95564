/// SHA-256 of what a descriptor has from where it stands to its end, as lower-case hexadecimal digits; nil where it cannot
/// be read.
public enum FileDigest {
    public static func sha256(of descriptor: Int32) -> String? {
        var digest = RunningDigest()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = Descriptor.readSome(descriptor, buffer)
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            digest.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return digest.hexadecimal()
    }
}
