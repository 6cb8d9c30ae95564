import Inventory
import Testing
import Tunnel

@testable import LevelsCommands

/// What the journal is told of a forwarding.
@Suite struct ForwardTrafficTests {
    @Test func targetsAreKeptOnceAndTheRestIsCounted() throws {
        let traffic = ForwardTraffic()
        for round in 0..<2 {
            for port in 1...40 {
                traffic.note(.opened(id: round * 40 + port, target: try HostPort("10.0.0.7:\(port)")))
            }
        }
        let summary = traffic.summary
        #expect(summary.clients == 80)
        #expect(summary.targets.map(\.port) == Array(1...32))
        #expect(summary.moreTargets == 8)
    }

    /// However many a client names, what is kept of them has a bound.
    @Test func countingEnds() throws {
        let traffic = ForwardTraffic()
        for port in 1...5000 { traffic.note(.opened(id: port, target: try HostPort("10.0.0.7:\(port)"))) }
        #expect(traffic.summary.moreTargets == ForwardTraffic.mostCounted - ForwardTraffic.mostTargets)
    }

    @Test func waysAndBytesAddUp() throws {
        let (traffic, target) = (ForwardTraffic(), try HostPort("10.0.0.7:80"))
        for host in ["app-1", "app-2", "app-1"] { traffic.reached(host, over: "b.example.net:22", []) }
        for id in 0..<2 {
            traffic.note(
                .closed(id: id, target: target, received: 3, sent: 5, after: .seconds(1), reason: "it has gone"))
        }
        let summary = traffic.summary
        #expect(summary.hosts == ["app-1", "app-2"])
        #expect(summary.routes == ["app-1", "app-2", "app-1"].map { "b.example.net:22 > \($0)" })
        #expect(summary.received == 6 && summary.sent == 10)
    }
}
