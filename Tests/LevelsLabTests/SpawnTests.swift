import NIOCore
import NIOPosix
import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("spawning")
struct SpawnTests {
    @Test("a server gets no descriptor but its three, so that what we close is closed")
    func descriptors() async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let child = try Spawn.start(["/bin/sleep", "60"], environment: [:], descriptors: [null, null, null])
        try await listener.close().get()
        await #expect(throws: NIOConnectionError.self) {
            try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
        }
        try await ProcessTree.kill(child)
    }
}
