#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A lab as `levels-lab status` shows it: one value, rendered as text or as JSON.
public struct LabStatus: Encodable, Sendable {
    public struct Server: Encodable, Sendable {
        public let name: String
        public let role: LabServer.Role
        public let address: String
        public let port: Int
        public let running: Bool
        public let log: String
        public let hostKey: String?
        public let namespace: String?
    }

    public let id: String
    public let mode: LabMode
    public let folder: String
    public let complete: Bool
    public let config: String
    public let sshConfig: String
    public let roundTripMilliseconds: Int
    public let servers: [Server]

    public init(_ lab: Lab) {
        id = lab.id
        mode = lab.mode
        folder = lab.folder
        complete = lab.isComplete
        config = lab.configFile
        sshConfig = lab.sshConfigFile
        roundTripMilliseconds = lab.state.roundTripMilliseconds
        // Read once: of a thousand servers it is a large file.
        let now = (try? lab.file.read()) ?? lab.state
        servers = lab.servers.map {
            Server(
                name: $0.name, role: $0.role, address: $0.address, port: $0.port, running: $0.isRunning(in: now),
                log: $0.logFile, hostKey: $0.hostKey, namespace: $0.namespace)
        }
    }

    /// For a person: a line a server.
    public var text: String {
        var lines = ["lab \(id) (\(mode.rawValue))\(complete ? "" : ", not complete") in \(folder)"]
        let width = servers.map(\.name.count).max() ?? 0
        for server in servers {
            let name = server.name + String(repeating: " ", count: width - server.name.count)
            let place = server.namespace.map { " in \($0)" } ?? ""
            lines.append("  \(name)  \(server.running ? "up  " : "down")  \(server.address):\(server.port)\(place)")
        }
        lines.append("config: \(config)")
        return lines.joined(separator: "\n")
    }

    /// For a program: one value.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
