import NIOPosix

/// Asks a server for its greeting, from where the server is: a packet filter before it is not what is asked about.
struct Probe: Sendable {
    enum Answer: Sendable, Hashable {
        case greeted
        case refused(String)
    }

    let address: String
    let port: Int
    let namespace: String?
    let greeting: ServerRecord.Greeting

    /// How long a connection may take: over a bridge that was just made the first ARP request and the first SYN may be
    /// lost, and either is sent again after a second. A firewall's reject does not take its time.
    private static let patience = Duration.seconds(5)

    init(_ record: ServerRecord) { self.init(record, from: record.namespace) }

    /// - Parameter namespace: where to ask from; nil is where we are.
    init(_ record: ServerRecord, from namespace: String?) {
        address = record.address
        port = record.port
        self.namespace = namespace
        greeting = record.greeting
    }

    /// One attempt, on a thread that may wait.
    func ask() async throws(LabFailure) -> Answer {
        do {
            return try await NIOThreadPool.singleton.runIfActive {
                try NetworkNamespace.run(in: namespace) { () throws(LabFailure) in try attempt() }
            }
        } catch let failure as LabFailure {
            throw failure
        } catch {
            throw .interrupted
        }
    }

    private func attempt() throws(LabFailure) -> Answer {
        let socket = try Socket()
        let code = try socket.connect(to: address, port: port, within: Self.patience)
        guard code == 0 else { return .refused(SystemError.text(code)) }
        switch greeting {
        case .ssh:
            // RFC 4253, section 4.2. A relay in front of it lets this take a while.
            let bytes = socket.receive(64, within: .seconds(5))
            return bytes.starts(with: Array("SSH-2.0-".utf8)) ? .greeted : .refused("no SSH banner")
        case .mysql:
            // The initial handshake packet: a length of three bytes, sequence 0, protocol version 10.
            let bytes = socket.receive(64, within: .seconds(2))
            return bytes.count > 5 && bytes[4] == 10 ? .greeted : .refused("no greeting")
        case .postgres:
            // SSLRequest. A server that still starts takes the connection and answers only when it is done.
            socket.send([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])
            let bytes = socket.receive(1, within: .seconds(2))
            return bytes == [UInt8(ascii: "N")] || bytes == [UInt8(ascii: "S")] ? .greeted : .refused("no answer")
        }
    }
}
