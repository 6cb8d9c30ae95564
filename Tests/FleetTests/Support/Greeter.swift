@testable import LevelsLab

/// A server on loopback that says a few bytes and ends: what a forwarded connection hears.
enum Greeter {
    static let greeting = String(decoding: Pattern(seed: 7).bytes(at: 0, count: 64), as: UTF8.self)

    static func with(_ body: (_ port: Int) async throws -> Void) async throws {
        try await TCPServer.with(.source(count: 64, Pattern(seed: 7))) { server in try await body(server.port) }
    }
}
