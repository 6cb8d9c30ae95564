import NIOCore
import NIOPosix

/// An ssh-agent that takes connections and questions, and never answers.
final class SilentAgent: Sendable {
    let path: String
    let group = MultiThreadedEventLoopGroup.singleton
    private let channel: any NIOCore.Channel

    init(path: String) async throws {
        self.path = path
        channel = try await ServerBootstrap(group: group).bind(unixDomainSocketPath: path).get()
    }

    deinit {
        channel.close(promise: nil)
    }
}
