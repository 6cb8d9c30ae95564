import Inventory
import Journal

/// The lines of something that is done on hosts: one before anything is dialled, one when it has ended. Where the last is
/// missing, somebody killed us.
struct RemoteRecord: Sendable {
    private let plan: RemotePlan
    private let command: String
    private let keeper: JournalKeeper
    /// The same on all lines.
    private let id = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private let begun = ContinuousClock.now

    /// - Parameter command: of ours: `exec`, `shell`.
    init(_ command: String, _ plan: RemotePlan, _ rooms: Rooms, _ talk: Talk) {
        self.plan = plan
        self.command = command
        keeper = JournalKeeper(rooms, isRequired: plan.environment.protected, talk)
    }

    /// - Parameters:
    ///   - hosts: their names; nil where any will do.
    ///   - program: what is run there, without its arguments, which may hold anything.
    ///   - recording: the file that it is recorded in.
    func begin(hosts: [String]?, program: String? = nil, recording: String? = nil) throws(CommandFailure) {
        try keeper.writeBefore([
            JournalEntry(
                time: JournalKeeper.now, event: "session_opening",
                [
                    "session": .text(id), "who": .text(Operator.name), "command": .text(command),
                    "env": .text(plan.environment.name), "hosts": hosts.map { .texts($0) },
                    "program": program.map { .text(Escaped.text($0)) }, "reason": plan.reason.map { .text($0) },
                    "recording": recording.map { .text(Escaped.text($0)) },
                ])
        ])
    }

    /// - Parameter hosts: those that were reached.
    func end(_ exit: Int32, hosts: [String], cause: String? = nil, recording: Recorder.Summary? = nil) {
        let (seconds, attoseconds) = (ContinuousClock.now - begun).components
        keeper.writeAfter([
            JournalEntry(
                time: JournalKeeper.now, event: "session_closed",
                [
                    "session": .text(id), "env": .text(plan.environment.name), "hosts": .texts(hosts),
                    "exit": .number(Int64(exit)), "cause": cause.map { .text(Escaped.text($0)) },
                    "duration_ms": .number(seconds * 1000 + attoseconds / 1_000_000_000_000_000),
                    "recording": recording.map { .text(Escaped.text($0.path)) },
                    "recording_bytes": recording.map { .number($0.bytes) },
                    "recording_sha256": recording.map { .text($0.sha256) },
                ])
        ])
    }
}
