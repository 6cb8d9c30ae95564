import Inventory
import Journal
import Synchronization
import SSH
import Tunnel

/// A tunnel's lines in the journal, and in the bastion's syslog where that is asked for: one before anything is dialled, one
/// when it is up, one when it has ended. Where the last is missing, somebody killed us.
final class TunnelRecord: Sendable {
    private struct Passed {
        var bastion: String?
        var host: String?
        /// Fingerprints of the keys that were logged in with, the bastion's first.
        var keys: [String] = []
        /// As they were taken, one after the other.
        var routes: [String] = []
        var received: UInt64 = 0
        var sent: UInt64 = 0
        var clients = 0
        var refused = 0
        var losses = 0
        var closing: ClosingReason?

        mutating func takeRoute() {
            // More than an outage a minute for a working day would make is told by their number.
            if routes.count < 500 { routes.append("\(bastion ?? "?") > \(host ?? "?")") }
        }
    }

    private let plan: DatabasePlan
    private let keeper: JournalKeeper
    private let talk: Talk
    /// Nil where the journal is enough.
    let syslog: BastionLog?
    /// The same on all lines of a tunnel.
    private let id = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private let begun = ContinuousClock.now
    private let passed = Mutex(Passed())

    /// - Parameter variables: of our environment.
    init(_ plan: DatabasePlan, _ rooms: Rooms, _ variables: [String: String], _ reporter: Reporter) {
        self.plan = plan
        talk = reporter.talk
        keeper = JournalKeeper(rooms, isRequired: plan.environment.mustBeWrittenDown, talk)
        syslog = BastionLog(plan, rooms, variables, reporter)
    }

    /// The request for a tunnel that nobody goes through before it is written down, over sessions that syslog can be
    /// reached by as well.
    func written(_ request: TunnelRequest) -> TunnelRequest {
        var request = request
        if let syslog { request.pool = syslog.pool }
        request.admit = { () async throws(TunnelFailure) in
            do throws(CommandFailure) { try await self.isUp() } catch { throw error.ofTunnel }
        }
        return request
    }

    func note(_ event: TunnelEvent) {
        passed.withLock { passed in
            switch event {
            case .connected(.bastion(let address), _, _, let key):
                passed.bastion = address
                passed.keys = key.map { [$0.fingerprint] } ?? []
            case .connected(.host(let name), _, _, let key):
                passed.host = name
                if let key, !passed.keys.contains(key.fingerprint) { passed.keys.append(key.fingerprint) }
            case .ready, .recovered: passed.takeRoute()
            case .lost: passed.losses += 1
            case .clientOpened: passed.clients += 1
            case .clientClosed(_, let received, let sent, _, _):
                passed.received &+= received
                passed.sent &+= sent
            case .clientRefused: passed.refused += 1
            case .closing(let reason): passed.closing = reason
            case .connected, .keyNotes, .dialling, .listening, .failedOver, .reconnecting: break
            }
        }
    }

    /// A way through that somebody else holds.
    func uses(_ kept: KeptTunnel) {
        passed.withLock { passed in
            passed.bastion = kept.bastion
            passed.host = kept.host
            passed.keys = kept.keys ?? []
        }
    }

    /// Before anything is dialled.
    func begin() throws(CommandFailure) {
        let request = plan.request
        let target = request.useReader ? plan.database.reader ?? plan.database.writer : plan.database.writer
        let lines = try keeper.writeBefore([
            JournalEntry(
                time: JournalKeeper.now, event: "tunnel_opening",
                [
                    "tunnel": .text(id), "who": .text(Operator.name), "env": .text(request.environment),
                    "database": .text(request.database), "target": .text(target.description),
                    "reason": request.reason.map { .text($0) }, "client": plan.client.first.map { .text($0) },
                ])
        ])
        syslog?.add(lines)
    }

    /// Once there is a way through, and before anybody goes it.
    func isUp() async throws(CommandFailure) {
        let (bastion, host, keys) = passed.withLock { ($0.bastion, $0.host, $0.keys) }
        let lines = try keeper.writeBefore([
            JournalEntry(
                time: JournalKeeper.now, event: "tunnel_up",
                [
                    "tunnel": .text(id), "env": .text(plan.request.environment), "bastion": bastion.map { .text($0) },
                    "host": host.map { .text($0) }, "login_keys": keys.isEmpty ? nil : .texts(keys),
                ])
        ])
        syslog?.add(lines)
        try await syslog?.open()
    }

    func end(_ code: Int32) async {
        let how = passed.withLock { $0.closing }
        switch how {
        case .lease: await end("lease", exit: code)
        case .idle: await end("idle", exit: code)
        case .finished, .failed, nil: await end("finished", exit: code)
        }
    }

    func end(_ failure: CommandFailure) async {
        if case .signalled(let signal) = failure { return await end("signal", exit: 128 + signal) }
        let place = failure.hop.map { $0.words + ": " } ?? ""
        await end("failed", exit: failure.exitCode, cause: place + failure.message)
    }

    private func end(_ how: String, exit: Int32, cause: String? = nil) async {
        let passed = passed.withLock { $0 }
        let (seconds, attoseconds) = (ContinuousClock.now - begun).components
        let lines = keeper.writeAfter([
            JournalEntry(
                time: JournalKeeper.now, event: "tunnel_closed",
                [
                    "tunnel": .text(id), "env": .text(plan.request.environment), "end": .text(how),
                    "cause": cause.map { .text(Escaped.text($0)) }, "exit": .number(Int64(exit)),
                    "routes": .texts(passed.routes), "clients": .number(Int64(passed.clients)),
                    "refused": passed.refused > 0 ? .number(Int64(passed.refused)) : nil,
                    "losses": passed.losses > 0 ? .number(Int64(passed.losses)) : nil,
                    "received_bytes": .number(Int64(clamping: passed.received)),
                    "sent_bytes": .number(Int64(clamping: passed.sent)),
                    "duration_ms": .number(seconds * 1000 + attoseconds / 1_000_000_000_000_000),
                ])
        ])
        syslog?.add(lines)
        await syslog?.close(talk)
    }
}
