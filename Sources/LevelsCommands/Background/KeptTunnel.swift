import Inventory
import SSH
import Tunnel

/// A tunnel that the background process holds, as it is told to others.
struct KeptTunnel: Codable, Sendable, Hashable {
    enum State: String, Codable, Sendable { case opening, up, down }

    /// A client that is connected now.
    struct Client: Codable, Sendable, Hashable {
        var id: Int
        /// Its own end of a loopback connection.
        var port: Int?
        var received: UInt64
        var sent: UInt64
        var seconds: Int64
    }

    /// `dev/main`, or `dev/main/reader`.
    var name: String
    var environment: String
    var database: String
    var isReader: Bool
    /// Without a password.
    var url: String?
    /// One of both, once it listens.
    var port: Int?
    var socket: String?
    var bastion: String?
    var host: String?
    /// Fingerprints of the keys that were logged in with, the bastion's first.
    var keys: [String]?
    var state = State.opening
    /// UTC, as in the journal.
    var since: String
    var seconds: Int64 = 0
    var clients: [Client] = []
    /// Of clients that have gone.
    var served = 0
    var received: UInt64 = 0
    var sent: UInt64 = 0
    /// How the last client's connection ended.
    var lastEnd: String?
    /// Why the way through was lost last.
    var lastLoss: String?

    init(environment: String, database: String, isReader: Bool, since: String) {
        name = Self.name(environment, database, isReader: isReader)
        self.environment = environment
        self.database = database
        self.isReader = isReader
        self.since = since
    }

    static func name(_ environment: String, _ database: String, isReader: Bool) -> String {
        "\(environment)/\(database)" + (isReader ? "/reader" : "")
    }

    var endpoint: LocalEndpoint? {
        port.map { .loopback(port: $0) } ?? socket.map { .unix(path: $0) }
    }

    mutating func note(_ event: TunnelEvent, url: (LocalEndpoint) -> String) {
        switch event {
        case .connected(.bastion(let address), _, _, let key):
            bastion = address
            keys = key.map { [$0.fingerprint] } ?? []
        case .connected(.host(let name), _, _, let key):
            host = name
            if let key, keys?.contains(key.fingerprint) != true { keys = (keys ?? []) + [key.fingerprint] }
        case .ready(let endpoint, _):
            state = .up
            self.url = url(endpoint)
            switch endpoint {
            case .loopback(let port): self.port = port
            case .unix(let path): socket = path
            }
        case .recovered: state = .up
        case .lost(let failure):
            state = .down
            lastLoss = failure.hop.words + ": " + failure.message
        case .clientClosed(_, let received, let sent, _, let reason):
            served += 1
            self.received &+= received
            self.sent &+= sent
            lastEnd = reason
        case .connected, .keyNotes, .dialling, .listening, .failedOver, .reconnecting, .clientOpened, .clientRefused,
            .closing:
            break
        }
    }
}
