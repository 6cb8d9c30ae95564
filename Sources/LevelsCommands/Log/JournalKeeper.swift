import Fleet
import Inventory
import Journal

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Writes into the journal, for a command: where it must be written and cannot be, the command must not go on; elsewhere
/// that is said, and it goes on.
struct JournalKeeper: Sendable {
    private let journal: @Sendable () throws(JournalError) -> JournalFile
    private let isRequired: Bool
    private let talk: Talk

    /// - Parameter isRequired: whether what is done is done to an environment that is protected, or asks for more.
    init(_ rooms: Rooms, isRequired: Bool, _ talk: Talk) {
        journal = rooms.journal
        self.isRequired = isRequired
        self.talk = talk
    }

    /// Before something is done.
    /// - Returns: what was written.
    @discardableResult
    func writeBefore(_ entries: [JournalEntry]) throws(CommandFailure) -> [JournalLine] {
        do throws(JournalError) { return try append(entries) } catch {
            guard isRequired else {
                say(error)
                return []
            }
            throw .refused(
                "nothing is done to a protected environment that cannot be written down: \(error.message)",
                hint: error.hint)
        }
    }

    /// Once it is done.
    /// - Returns: what was written.
    @discardableResult
    func writeAfter(_ entries: [JournalEntry]) -> [JournalLine] {
        do throws(JournalError) { return try append(entries) } catch {
            say(error)
            return []
        }
    }

    private func append(_ entries: [JournalEntry]) throws(JournalError) -> [JournalLine] {
        let appended = try journal().append(entries)
        for note in appended.notes {
            talk.say("warning: \(Escaped.text(note.message)); levels-ssh log verify says more")
        }
        return appended.lines
    }

    private func say(_ error: JournalError) {
        talk.say("warning: not written down: " + Escaped.text(error.message))
        talk.say("hint: " + Escaped.text(error.hint))
    }

    static var now: String { UTCTime(Inventory.currentTime()).description }
}

extension Environment {
    /// Whether nothing is done to it that cannot be written down.
    var mustBeWrittenDown: Bool { protected || syslog == .required }
}
