import Inventory
import NIOCore
import SSH

/// Proves that a database answers, without logging in: MySQL speaks first, PostgreSQL answers a question about TLS, and of
/// anything else only the open port can be asked for.
///
/// Done once at opening and never on a timer: MySQL counts a greeting that is read and dropped against the host that it
/// came from (`max_connect_errors`).
struct DatabaseCheck {
    let engine: Database.Engine
    let database: String
    let target: HostPort
    let patience: Duration

    func run(over session: any Connection, diagnosis: Diagnosis) async throws(TunnelFailure) {
        let (events, continuation) = AsyncStream<SSH.ChannelEvent>.makeStream(bufferingPolicy: .bufferingOldest(64))
        let channel: SSH.Channel
        do throws(SSHError) {
            channel = try await session.openTCP(
                to: target.host, port: target.port, credit: 4096, within: patience
            ) { continuation.yield($0) }
        } catch {
            throw diagnosis.failure(error)
        }
        defer { channel.close() }
        guard engine != .tcp else { return }
        if engine == .postgres { channel.write(ByteBuffer(bytes: Self.sslRequest)) }
        let alarm = session.eventLoop.scheduleTask(in: .nanoseconds(patience.nanoseconds)) { continuation.finish() }
        defer { alarm.cancel() }
        var heard: [UInt8] = []
        for await event in events {
            switch event {
            case .data(let bytes):
                heard += bytes.readableBytesView
                switch Self.judge(heard, engine) {
                case .more: continue
                case .answers: return
                case .refuses(let text): throw failure("answers, and refuses: \(escaped(text))", .unavailable)
                case .nonsense:
                    throw failure("does not speak \(engine.rawValue)", .protocolMismatch)
                }
            case .endOfStream, .closed:
                throw failure("accepted the connection and closed it without a word", .unavailable)
            case .standardError, .writable: continue
            }
        }
        throw failure("accepted the connection but said nothing", .tryAgain)
    }

    private func failure(_ message: String, _ exit: ExitStatus) -> TunnelFailure {
        TunnelFailure(
            hop: .database(database), message: message,
            hint: "is that \(target) a \(engine.rawValue) server, and well?",
            exit: exit)
    }

    /// SSLRequest (PostgreSQL manual, "Message Formats").
    static let sslRequest: [UInt8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]

    enum Judgement: Equatable {
        case more, answers, nonsense
        case refuses(String)
    }

    /// What the first bytes of a server mean. A MySQL packet is `int<3> length, int<1> sequence, payload`; the payload of a
    /// greeting begins with protocol version 10, that of an error with 0xff, a code and perhaps an SQL state.
    static func judge(_ heard: [UInt8], _ engine: Database.Engine) -> Judgement {
        switch engine {
        case .tcp: return .answers
        case .postgres:
            guard let first = heard.first else { return .more }
            return first == UInt8(ascii: "S") || first == UInt8(ascii: "N") ? .answers : .nonsense
        case .mysql:
            guard heard.count >= 5 else { return .more }
            let length = Int(heard[0]) | Int(heard[1]) << 8 | Int(heard[2]) << 16
            if heard[4] == 10 { return .answers }
            guard heard[4] == 0xff, (3..<1024).contains(length) else { return .nonsense }
            guard heard.count >= 4 + length else { return .more }
            var text = heard[7..<4 + length]
            if text.first == UInt8(ascii: "#") { text = text.dropFirst(6) }
            return .refuses(String(decoding: text, as: UTF8.self))
        }
    }
}

extension Duration {
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ attoseconds / 1_000_000_000
    }
}
