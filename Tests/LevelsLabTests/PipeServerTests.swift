import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct PipeServerTests {
    @Test func speaksOnTheDescriptorAndIsGoneAfterwards() async throws {
        let folder = try await PipeServer.with { server in
            var bytes = [UInt8](repeating: 0, count: 8)
            #expect(recv(server.descriptor, &bytes, 8, Int32(MSG_WAITALL)) == 8)
            #expect(bytes == Array("SSH-2.0-".utf8))
            close(server.descriptor)
            return server.folder
        }
        #expect(!Disk.exists(folder))
    }
}
