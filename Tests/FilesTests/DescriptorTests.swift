import Files
import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("descriptors")
struct DescriptorTests {
    private static let bytes = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    @Test("a pipe that somebody made non-blocking takes what is more than it holds", .timeLimit(.minutes(1)))
    func nonBlocking() async throws {
        let (reading, writing) = try Self.pipe()
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        async let written = Self.onThread {
            defer { close(writing) }
            return Self.bytes.withUnsafeBytes { Descriptor.writeAll(writing, $0) }
        }
        let read = await Self.onThread { Self.readAll(reading) }
        #expect(await written)
        #expect(read == Self.bytes)
        close(reading)
    }

    @Test("a pipe that nobody reads any more is refused")
    func gone() throws {
        signal(SIGPIPE, SIG_IGN)
        let (reading, writing) = try Self.pipe()
        close(reading)
        defer { close(writing) }
        let written = Self.bytes.withUnsafeBytes { Descriptor.writeAll(writing, $0) }
        #expect(!written && errno == EPIPE)
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
            try #require(Darwin.pipe(&ends) == 0)
        #else
            try #require(Glibc.pipe(&ends) == 0)
        #endif
        return (ends[0], ends[1])
    }

    private static func readAll(_ descriptor: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 7000)
        while true {
            let count = chunk.withUnsafeMutableBytes { Descriptor.readSome(descriptor, $0) }
            guard count > 0 else { return all }
            all += chunk.prefix(count)
        }
    }

    /// Blocking calls keep off the threads that tests run on.
    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.start()
        }
    }
}
