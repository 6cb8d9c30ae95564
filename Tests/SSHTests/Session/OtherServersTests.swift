import LevelsLab
import NIOCore
import SSH
import Testing

/// Servers that are not OpenSSH, at either hop.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct OtherServersTests {
    /// Says why it does not run, where it does not.
    private static let obstacle = TestServer.obstacle(.dropbear) ?? TestServer.obstacle(.asyncssh)

    struct Pair: Sendable, CustomTestStringConvertible {
        let bastion: TestServer.Flavour
        let host: TestServer.Flavour
        var testDescription: String { "\(bastion.rawValue), then \(host.rawValue)" }
    }

    static let pairs = TestServer.Flavour.allCases.flatMap { bastion in
        TestServer.Flavour.allCases.map { Pair(bastion: bastion, host: $0) }
    }.filter { $0.bastion != .openssh || $0.host != .openssh }

    @Test(
        "a server alone runs commands and forwards", .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")),
        arguments: [TestServer.Flavour.dropbear, .asyncssh])
    func alone(flavour: TestServer.Flavour) async throws {
        try await TestServer.with(TestServer.Options(flavour)) { server in
            try await Login.at(server) { session in
                let over = try await session.run("cat; echo err >&2; exit 7", input: Array("in".utf8))
                #expect(over.text == "in")
                #expect(over.errorOutput == Array("err\n".utf8))
                #expect(over.exit == .status(7))
                try await Traffic(bytesEachWay: 1 << 20, channels: 3).run(over: session)
            }
        }
    }

    @Test(
        "either hop may be one", .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")),
        arguments: pairs)
    func hops(pair: Pair) async throws {
        try await TestServer.with(TestServer.Options(pair.bastion)) { bastion in
            try await TestServer.with(TestServer.Options(pair.host)) { host in
                try await Login.at(bastion) { outer in
                    try await Login.at(host, through: outer) { inner in
                        try await Traffic(bytesEachWay: 500_000, channels: 2).run(over: inner)
                        let over = try await inner.run("exit 5")
                        #expect(over.exit == .status(5))
                    }
                }
            }
        }
    }

    @Test(
        "every kind of key logs in", .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")),
        arguments: [TestServer.Flavour.dropbear, .asyncssh], ["ed25519", "ecdsa", "rsa"])
    func keys(flavour: TestServer.Flavour, kind: String) async throws {
        var options = TestServer.Options(flavour)
        options.clientKeyKind = kind
        try await TestServer.with(options) { server in
            try await Login.at(server) { session in
                let over = try await session.run("exit 5")
                #expect(over.exit == .status(5))
            }
        }
    }

    @Test(
        "a refusal has its reason", .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")),
        arguments: [TestServer.Flavour.dropbear, .asyncssh])
    func refusal(flavour: TestServer.Flavour) async throws {
        try await TestServer.with(TestServer.Options(flavour)) { server in
            try await Login.at(server) { session in
                let error = await sshError { _ = try await session.dial(1, ChannelLog()) }
                guard case .channelRefused(let refusal)? = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(refusal.reason == .connectFailed)
            }
        }
    }

    @Test(
        "an idle session is asked for a sign of life, and gives one",
        .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")),
        arguments: [TestServer.Flavour.dropbear, .asyncssh])
    func keepalive(flavour: TestServer.Flavour) async throws {
        var configuration = SessionConfiguration()
        configuration.keepalive = .init(interval: .milliseconds(50), missed: 200)
        try await TestServer.with(TestServer.Options(flavour)) { server in
            try await Login.at(server, configuration) { session in
                // Twenty intervals without a word, but for answers.
                let over = try await session.run("sleep 1; exit 3")
                #expect(over.exit == .status(3))
            }
        }
    }

    @Test(
        "a server on asyncssh that rekeys loses no byte",
        .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")))
    func rekeys() async throws {
        try await TestServer.with(TestServer.Options(.asyncssh, habit: "rekeys")) { server in
            try await Login.at(server) { session in
                try await Traffic(bytesEachWay: 500_000, channels: 2).run(over: session)
            }
        }
    }
}
