@testable import LevelsLab

/// A port of 127.0.0.1 that is taken, and that nobody listens on: connections to it are refused.
final class ReservedPort: Sendable {
    let port: Int
    private let socket: Socket

    init() throws {
        socket = try Socket()
        port = try FreePort.pick()
        try socket.bind(to: "127.0.0.1", port: port)
    }
}
