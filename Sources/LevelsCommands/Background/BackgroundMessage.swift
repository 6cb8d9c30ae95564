import Tunnel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a command asks of the background process of a VPC: one JSON line. Whoever can connect to its socket is the user
/// who started it, so this is no border of trust, but it may be of another version.
struct BackgroundCall: Codable, Sendable {
    var version: String
    var request: BackgroundRequest
}

enum BackgroundRequest: Codable, Sendable {
    /// The words of `db` that open the tunnel, without a client.
    case open(words: [String])
    case list
    /// The tunnel of this name; nil for all.
    case close(name: String?)
    /// To make room for another version: refused while anybody is connected.
    case retire
}

/// What it answers: lines, of which the last ends it.
enum BackgroundReply: Codable, Sendable {
    /// Another version answers, which opens nothing for this one.
    case otherVersion(String)
    /// On the way to the end; as lines of talk.
    case said(String)
    case opened(KeptTunnel, wasThere: Bool)
    case listed([KeptTunnel])
    case closed([KeptTunnel])
    /// The words that its tunnels were opened with.
    case retired([[String]])
    case busy(clients: Int)
    case failed(BackgroundFailure)
}

/// A ``CommandFailure`` that has happened over there.
struct BackgroundFailure: Codable, Sendable, Error {
    var hop: Hop?
    var message: String
    var hint: String?
    var exit: Int32
}

/// One value a line, as JSON.
enum BackgroundLine {
    /// Bytes of a line. A request holds paths and a reason, a reply every tunnel with its clients.
    static let longest = 4 << 20

    static func bytes(_ value: some Encodable) -> [UInt8] {
        // These values hold nothing that JSON cannot.
        guard let data = try? JSONEncoder().encode(value) else { return [UInt8(ascii: "\n")] }
        return [UInt8](data) + [UInt8(ascii: "\n")]
    }

    /// Nil for what is no such value: another version's, perhaps.
    static func value<Value: Decodable>(_ type: Value.Type, _ bytes: some Collection<UInt8>) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
