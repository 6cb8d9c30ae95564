import LevelsLab
import NIOCore
import SSH
import Testing

@testable import LevelsLab

/// Sessions inside sessions, on real servers.
@Suite(.timeLimit(.minutes(10)))
struct NestedTests {
    @Test("three sessions deep, bytes go through, in both directions")
    func threeDeep() async throws {
        try await TestServer.with { first in
            try await TestServer.with { second in
                try await TestServer.with { third in
                    try await Login.at(first) { one in
                        try await Login.at(second, through: one) { two in
                            try await Login.at(third, through: two) { three in
                                try await Traffic(bytesEachWay: 1 << 20, channels: 3).run(over: three)
                                let over = try await three.run("exit 9")
                                #expect(over.exit == .status(9))
                            }
                        }
                    }
                }
            }
        }
    }

    @Test("many sessions inside one go on side by side")
    func sideBySide() async throws {
        try await TestServer.with { bastion in
            try await TestServer.with { host in
                try await Login.at(bastion) { outer in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for index in 0..<6 {
                            group.addTask {
                                try await Login.at(host, through: outer) { inner in
                                    let over = try await inner.run("exit \(index)")
                                    #expect(over.exit == .status(Int32(index)))
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                    #expect(await outer.failure == nil)
                }
            }
        }
    }

    /// Without an answer what the server says next would wait for a delayed acknowledgement on the way.
    @Test("a word that needs no answer is given one, and only by a session inside another")
    func answersAtOnce() async throws {
        let talkative = TestServer.Options(config: ["LogLevel DEBUG2"])
        try await TestServer.with(talkative) { bastion in
            try await TestServer.with(talkative) { host in
                try await Login.at(bastion) { outer in
                    let plain = try await outer.run("echo word")
                    #expect(plain.text == "word\n")
                    try await Login.at(host, through: outer) { inner in
                        let nested = try await inner.run("echo word")
                        #expect(nested.text == "word\n")
                    }
                }
                #expect(try await host.logged("channel 0: rcvd adjust"))
                // The one channel for the command; that which carries the inner session has another number.
                #expect(!bastion.log().contains("channel 0: rcvd adjust"))
            }
        }
    }

    @Test("the end of the outer session is the end of the inner one, and of its channels")
    func outerEnds() async throws {
        try await TestServer.with { bastion in
            try await TestServer.with { host in
                try await Login.at(bastion) { outer in
                    try await Login.at(host, through: outer) { inner in
                        let log = ChannelLog()
                        _ = try await inner.execute(Array("cat".utf8), credit: 1000, within: Login.limit) {
                            log.note($0)
                        }
                        outer.close()
                        guard case .sessionEnded? = await log.closed().end else {
                            Issue.record("\(log.now)")
                            return
                        }
                        guard case .closed = await inner.ended() else {
                            Issue.record("\(await inner.ended())")
                            return
                        }
                    }
                }
            }
        }
    }

    @Test("the end of the inner session leaves the outer one, and no channel on it")
    func innerEnds() async throws {
        try await TestServer.with { bastion in
            try await TestServer.with { host in
                try await Login.at(bastion) { outer in
                    let memory = try await Login.at(host, through: outer) { inner in
                        for process in host.processes { try await ProcessTree.kill(process) }
                        _ = await inner.ended()
                        return await inner.memoryInUse
                    }
                    #expect(memory >= 0)
                    let over = try await outer.run("exit 3")
                    #expect(over.exit == .status(3))
                    #expect(await outer.openChannels == 0)
                }
            }
        }
    }

    @Test("a host key that is wrong at the second hop is refused there, and that server sees no login")
    func wrongKey() async throws {
        try await TestServer.with { bastion in
            try await TestServer.with { host in
                try await Login.at(bastion) { outer in
                    let inner = try await outer.nested(
                        to: "127.0.0.1", port: host.port, on: Login.loop, configuration: SessionConfiguration(),
                        within: Login.limit)
                    let error = await sshError {
                        try await inner.handshake(
                            trusting: HostKeyPolicy(pinned: [bastion.hostKey]), host: "host", port: 22,
                            within: Login.limit)
                    }
                    guard case .hostKey(.changed, presented: host.hostKey)? = error else {
                        Issue.record("\(String(describing: error))")
                        return
                    }
                    #expect(try await host.logged("[preauth]"))
                    #expect(!host.log().contains("userauth-request"))
                    #expect(await outer.failure == nil)
                }
            }
        }
    }
}
