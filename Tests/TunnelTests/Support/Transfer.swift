import NIOCore

extension Peer {
    /// Sends noise and then an end, receives until the other side's end, both at once.
    /// - Returns: the digests of what was sent and of what came, and how many bytes came.
    func exchange(sending count: Int, inPieces piece: Int = 1 << 20) async throws -> Exchanged {
        async let sent = sendNoise(count, piece)
        let received = try await receiveAll()
        return Exchanged(sent: try await sent, received: received.digest, receivedCount: received.count)
    }

    private func sendNoise(_ count: Int, _ piece: Int) async throws -> [UInt8] {
        let digest = PassingDigest()
        while digest.count < count {
            let bytes = Noise.bytes(min(piece, count - digest.count))
            digest.add(bytes)
            try await send(bytes)
        }
        try await finish()
        return digest.finish()
    }

    private func receiveAll() async throws -> (digest: [UInt8], count: Int) {
        let digest = PassingDigest()
        while let bytes = try await next() { digest.add(bytes) }
        return (digest.finish(), digest.count)
    }

    /// Says something to an echo and hears it again: the whole way is there.
    func isEchoed(_ text: String = "are you there?") async throws -> Bool {
        try await send(text)
        return try await read(text.utf8.count) == Array(text.utf8)
    }
}

struct Exchanged: Equatable {
    let sent: [UInt8]
    let received: [UInt8]
    let receivedCount: Int

    /// Whether an echo gave back what it got.
    var isEqual: Bool { !sent.isEmpty && sent == received }
}
