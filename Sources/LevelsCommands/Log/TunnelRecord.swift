import Inventory
import Journal
import Synchronization
import Tunnel

/// A tunnel's lines in the journal: one before anything is dialled, one when it is up, one when it has ended. Where the
/// last is missing, somebody killed us.
final class TunnelRecord: Sendable {
    private struct Passed {
        var bastion: String?
        var host: String?
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
    /// The same on all lines of a tunnel.
    private let id = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private let begun = ContinuousClock.now
    private let passed = Mutex(Passed())

    init(_ plan: DatabasePlan, _ keeper: JournalKeeper) {
        self.plan = plan
        self.keeper = keeper
    }

    func note(_ event: TunnelEvent) {
        passed.withLock { passed in
            switch event {
            case .connected(.bastion(let address), _, _): passed.bastion = address
            case .connected(.host(let name), _, _): passed.host = name
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
    func uses(bastion: String?, host: String?) {
        passed.withLock { passed in
            passed.bastion = bastion
            passed.host = host
        }
    }

    /// Before anything is dialled.
    func begin() throws(CommandFailure) {
        let request = plan.request
        let target = request.useReader ? plan.database.reader ?? plan.database.writer : plan.database.writer
        try keeper.writeBefore([
            JournalEntry(
                time: JournalKeeper.now, event: "tunnel_opening",
                [
                    "tunnel": .text(id), "who": .text(Operator.name), "env": .text(request.environment),
                    "database": .text(request.database), "target": .text(target.description),
                    "reason": request.reason.map { .text($0) }, "client": plan.client.first.map { .text($0) },
                ])
        ])
    }

    /// Once it is ready, and before anybody is told where.
    func isUp() throws(CommandFailure) {
        let (bastion, host) = passed.withLock { ($0.bastion, $0.host) }
        try keeper.writeBefore([
            JournalEntry(
                time: JournalKeeper.now, event: "tunnel_up",
                [
                    "tunnel": .text(id), "env": .text(plan.request.environment), "bastion": bastion.map { .text($0) },
                    "host": host.map { .text($0) },
                ])
        ])
    }

    func end(_ code: Int32) {
        let how = passed.withLock { $0.closing }
        switch how {
        case .lease: end("lease", exit: code)
        case .idle: end("idle", exit: code)
        case .finished, .failed, nil: end("finished", exit: code)
        }
    }

    func end(_ failure: CommandFailure) {
        if case .signalled(let signal) = failure { return end("signal", exit: 128 + signal) }
        let place = failure.hop.map { $0.words + ": " } ?? ""
        end("failed", exit: failure.exitCode, cause: place + failure.message)
    }

    private func end(_ how: String, exit: Int32, cause: String? = nil) {
        let passed = passed.withLock { $0 }
        let (seconds, attoseconds) = (ContinuousClock.now - begun).components
        keeper.writeAfter([
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
    }
}
