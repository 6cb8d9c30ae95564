/// A public key in memory that libssh2 reads it from.
///
/// libssh2 takes a signature's name from the key's first string, which is `ssh-rsa` for an RSA key, and means SHA-1. What
/// servers want to read is the key as it is, and before it the name of a signature with SHA-2 (RFC 8332, section 3); only
/// OpenSSH also takes a key that begins with that name itself. So libssh2 is shown the key twice: with the name over its
/// beginning while it looks for that, and as it is from the moment that it asks for the memory that the packet, and in it
/// the key, is copied to.
///
/// From 1.11 on libssh2 would choose the name by what the server announces, but 1.11.1 writes beyond its memory when that
/// announcement names an algorithm twice, as asyncssh's does; a key that does not begin with `ssh-rsa` keeps it from
/// looking. The name is `rsa-sha2-256`, since that is the one of the two that every server should know. Dropbear knows no
/// other.
final class OfferedKey {
    let bytes: UnsafeMutableBufferPointer<UInt8>
    /// What the name covers, as long as it does.
    private var covered: [UInt8] = []

    init(_ key: PublicKeyBlob) {
        bytes = .allocate(capacity: key.bytes.count)
        _ = bytes.initialize(from: key.bytes)
        guard key.type == KeyType.rsa else { return }
        var name = WireWriter()
        name.string(SignatureAlgorithm.rsaSHA256.name)
        covered = Array(key.bytes.prefix(name.bytes.count))
        begin(with: name.bytes)
    }

    deinit { bytes.deallocate() }

    /// Lets libssh2 offer the key, and takes the name off as soon as libssh2 has read it.
    func undisguised(by memory: SessionMemory, _ offer: () -> Int32) -> Int32 {
        guard !covered.isEmpty else { return offer() }
        // The packet has room for the key, and for a signature of the same size.
        memory.beforeNext = (
            size: bytes.count * 2,
            { [self] in
                begin(with: covered)
                covered = []
            }
        )
        defer { memory.beforeNext = nil }
        return offer()
    }

    private func begin(with beginning: [UInt8]) {
        for (index, byte) in beginning.prefix(bytes.count).enumerated() { bytes[index] = byte }
    }
}
