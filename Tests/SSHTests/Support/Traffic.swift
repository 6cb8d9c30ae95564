import LevelsLab
import NIOCore
import SSH
import Testing

/// Bytes in both directions at once, over channels to an echoing server, compared at the end.
struct Traffic: Sendable {
    let bytesEachWay: Int
    let channels: Int

    func run(over session: Session) async throws {
        try await TCPServer.with(.echo) { echo in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<channels {
                    group.addTask { try await move(Pattern(seed: UInt64(index)), to: echo.port, over: session) }
                }
                try await group.waitForAll()
            }
        }
    }

    private func move(_ pattern: Pattern, to port: Int, over session: Session) async throws {
        let log = ChannelLog()
        let channel = try await session.dial(port, log)
        let input = pattern.bytes(at: 0, count: bytesEachWay)
        var sent = 0
        while sent < bytesEachWay {
            let heard = await log.until { $0.isWritable || $0.end != nil }
            if heard.end != nil { break }
            let size = min(64 << 10, bytesEachWay - sent)
            channel.write(ByteBuffer(bytes: input[sent..<sent + size]))
            sent += size
        }
        channel.finishWriting()
        let heard = await log.closed()
        #expect(heard.output.count == bytesEachWay)
        #expect(heard.output == input, "the bytes differ")
        if case .sessionEnded(let error)? = heard.end { throw error }
    }
}
