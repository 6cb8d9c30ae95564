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

    /// - Parameter isRequired: whether what is done is done to an environment that is protected.
    init(_ rooms: Rooms, isRequired: Bool, _ talk: Talk) {
        journal = rooms.journal
        self.isRequired = isRequired
        self.talk = talk
    }

    /// Before something is done.
    func writeBefore(_ entries: [JournalEntry]) throws(CommandFailure) {
        guard let error = append(entries) else { return }
        guard isRequired else { return say(error) }
        throw .refused(
            "nothing is done to a protected environment that cannot be written down: \(error.message)",
            hint: error.hint)
    }

    /// Once it is done.
    func writeAfter(_ entries: [JournalEntry]) {
        if let error = append(entries) { say(error) }
    }

    private func append(_ entries: [JournalEntry]) -> JournalError? {
        do throws(JournalError) {
            for note in try journal().append(entries).notes {
                talk.say("warning: \(Escaped.text(note.message)); levels-ssh log verify says more")
            }
            return nil
        } catch {
            return error
        }
    }

    private func say(_ error: JournalError) {
        talk.say("warning: not written down: " + Escaped.text(error.message))
        talk.say("hint: " + Escaped.text(error.hint))
    }

    static var now: String { UTCTime(Inventory.currentTime()).description }
}
