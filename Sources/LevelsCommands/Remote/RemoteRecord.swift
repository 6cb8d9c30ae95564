import Inventory
import Journal
import Reach
import SSH

/// The lines of something that is done on hosts, in the journal and, where that is asked for, in the bastion's syslog: one
/// before anything is dialled, one when it has ended. Where the last is missing, somebody killed us.
struct RemoteRecord: Sendable {
    private let plan: RemotePlan
    private let command: String
    private let keeper: JournalKeeper
    private let talk: Talk
    /// Nil where the journal is enough.
    private let syslog: BastionLog?
    /// The same on all lines.
    private let id = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private let begun = ContinuousClock.now

    /// - Parameter command: of ours: `exec`, `shell`.
    init(_ command: String, _ plan: RemotePlan, _ rooms: Rooms, _ reporter: Reporter) {
        self.plan = plan
        self.command = command
        talk = reporter.talk
        keeper = JournalKeeper(rooms, isRequired: plan.environment.mustBeWrittenDown, talk)
        syslog = BastionLog(plan, rooms, reporter)
    }

    /// How hosts are reached, over sessions that syslog can be reached by as well.
    func reach(_ rooms: Rooms, _ reporter: Reporter) async throws -> ReachOptions {
        var options = try await plan.reach(rooms, reporter)
        if let syslog { options.pool = syslog.pool }
        return options
    }

    /// Where sessions have to be that syslog can be reached by; nil for anywhere.
    var pool: SessionPool? { syslog?.pool }

    /// Once there is a way to a host, or to a bastion, and before anything is done there.
    func isReached() async throws(CommandFailure) { try await syslog?.open() }

    /// - Parameters:
    ///   - hosts: their names; nil where any will do.
    ///   - program: what is run there, without its arguments, which may hold anything.
    ///   - recording: the file that it is recorded in.
    func begin(hosts: [String]?, program: String? = nil, recording: String? = nil) throws(CommandFailure) {
        let lines = try keeper.writeBefore([
            JournalEntry(
                time: JournalKeeper.now, event: "session_opening",
                [
                    "session": .text(id), "who": .text(Operator.name), "command": .text(command),
                    "env": .text(plan.environment.name), "hosts": hosts.map { .texts($0) },
                    "program": program.map { .text(Escaped.text($0)) }, "reason": plan.reason.map { .text($0) },
                    "recording": recording.map { .text(Escaped.text($0)) },
                ])
        ])
        syslog?.add(lines)
    }

    /// Of a forwarding.
    func end(_ exit: Int32, _ traffic: ForwardTraffic.Summary, cause: String? = nil) async {
        await end(exit, hosts: traffic.hosts, keys: traffic.keys.fingerprints, cause: cause, traffic: traffic)
    }

    /// - Parameters:
    ///   - hosts: those that were reached.
    ///   - keys: fingerprints of the keys that were logged in with.
    func end(
        _ exit: Int32, hosts: [String], keys: [String] = [], cause: String? = nil, recording: Recorder.Summary? = nil,
        traffic: ForwardTraffic.Summary? = nil
    ) async {
        let (seconds, attoseconds) = (ContinuousClock.now - begun).components
        let lines = keeper.writeAfter([
            JournalEntry(
                time: JournalKeeper.now, event: "session_closed",
                [
                    "session": .text(id), "env": .text(plan.environment.name), "hosts": .texts(hosts),
                    "login_keys": keys.isEmpty ? nil : .texts(keys),
                    "routes": traffic.map { .texts($0.routes) },
                    "targets": traffic.map { .texts($0.targets.map(\.description)) },
                    "more_targets": traffic.flatMap { $0.moreTargets > 0 ? .number(Int64($0.moreTargets)) : nil },
                    "clients": traffic.map { .number(Int64($0.clients)) },
                    "refused": traffic.flatMap { $0.refused > 0 ? .number(Int64($0.refused)) : nil },
                    "received_bytes": traffic.map { .number(Int64(clamping: $0.received)) },
                    "sent_bytes": traffic.map { .number(Int64(clamping: $0.sent)) },
                    "exit": .number(Int64(exit)), "cause": cause.map { .text(Escaped.text($0)) },
                    "duration_ms": .number(seconds * 1000 + attoseconds / 1_000_000_000_000_000),
                    "recording": recording.map { .text(Escaped.text($0.path)) },
                    "recording_bytes": recording.map { .number($0.bytes) },
                    "recording_sha256": recording.map { .text($0.sha256) },
                ])
        ])
        syslog?.add(lines)
        await syslog?.close(talk)
    }
}
