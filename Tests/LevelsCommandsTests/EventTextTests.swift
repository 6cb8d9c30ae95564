import Inventory
import Testing
import Tunnel

@testable import LevelsCommands

private let failure = TunnelFailure(
    hop: .host("app-1"), message: "connection \u{1b}[31mrefused", hint: nil, exit: .unavailable)

@Suite struct EventTextTests {
    static let lines: [(TunnelEvent, String)] = [
        (.dialling(.bastion("b.example.net:22")), "bastion b.example.net:22: dialling"),
        (
            .connected(.host("app-1"), took: .milliseconds(431), algorithms: "x", key: nil),
            "host app-1: connected in 431 ms"
        ),
        (.listening(.loopback(port: 13306)), "listening on 127.0.0.1:13306"),
        (.ready(.unix(path: "/run/s"), took: .milliseconds(1290)), "ready on /run/s after 1.2 s"),
        (
            .failedOver(from: .host("app-1"), reason: failure),
            "host app-1: given up: connection \\u{1b}[31mrefused"
        ),
        (.lost(failure), "host app-1: lost, new clients wait: connection \\u{1b}[31mrefused"),
        (.reconnecting(attempt: 3, after: .milliseconds(500)), "attempt 3 to reconnect in 500 ms"),
        (.recovered(took: .seconds(75)), "back after 1 min 15 s"),
        (.clientRefused(reason: "uid 1001\n"), "refused a client: uid 1001\\n"),
        (.closing(.lease), "closing: the time that --for allowed is over"),
        (.closing(.idle), "closing: nothing moved for as long as --idle allows"),
    ]

    @Test(arguments: lines) func eventsAreLinesThatNameTheHop(_ event: TunnelEvent, _ line: String) {
        #expect(EventText(verbose: false).line(event) == line)
    }

    static let chatter: [(TunnelEvent, String)] = [
        (.clientOpened(id: 4), "client 4: connected"),
        (
            .clientClosed(id: 4, received: 1_300_000, sent: 17, after: .seconds(3), reason: "closed by the client"),
            "client 4: closed after 3.0 s, 1.2 MiB received, 17 B sent: closed by the client"
        ),
        (.closing(.finished), "closing"),
        (.closing(.failed), "closing: the tunnel cannot be kept"),
    ]

    @Test(arguments: chatter) func clientsAndTheOrdinaryEndAreToldOnRequest(_ event: TunnelEvent, _ line: String) {
        #expect(EventText(verbose: false).line(event) == nil)
        #expect(EventText(verbose: true).line(event) == line)
    }

    @Test func algorithmsAreToldOnRequest() {
        let event = TunnelEvent.connected(.local, took: .seconds(7260), algorithms: "curve25519\u{7}", key: nil)
        #expect(
            EventText(verbose: true).line(event) == "this machine: connected in 2 h 1 min (curve25519\\u{7})")
    }

    @Test(arguments: [
        (UInt64(0), "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_048_575, "1023.9 KiB"), (1_572_864, "1.5 MiB"),
        (.max, "15.9 EiB"),
    ])
    func amountsAreRoundedDown(_ bytes: UInt64, _ words: String) {
        #expect(ByteCount(bytes: bytes).words == words)
    }
}
