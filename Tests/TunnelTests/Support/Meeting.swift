import NIOCore

/// A far end that is played by the test itself: whoever connects says eight letters first, and is asked for by them.
struct Meeting: Sendable {
    let server: FarServer
    private let arrivals: AsyncStream<(name: String, peer: Peer)>

    init() async throws {
        let (stream, continuation) = AsyncStream<(name: String, peer: Peer)>.makeStream()
        arrivals = stream
        server = try await FarServer { peer in
            let name = try await peer.read(8)
            let (gone, ending) = AsyncStream<Never>.makeStream()
            peer.whenClosed { ending.finish() }
            continuation.yield((String(decoding: name, as: UTF8.self), peer))
            for await _ in gone {}
        }
    }

    /// The far end of the connection on which `name` was said. Others that came before it are forgotten.
    func arrival(of name: String) async throws -> Peer {
        for await arrival in arrivals where arrival.name == name { return arrival.peer }
        throw Absent(what: "connection that says \(name)")
    }
}
