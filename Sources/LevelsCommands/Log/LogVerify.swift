import ArgumentParser
import Inventory
import Journal

/// `levels-ssh log verify`: proves that the journal is as it was written.
struct LogVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that no line of the journal was changed, taken out, moved or cut off.",
        discussion: """
            Each line carries the hash of the line before, so a line that was changed, taken out or moved is found and its \
            number told. That lines were cut off at the end is known from journal.head beside it alone, and whoever can \
            change the one can change the other, or write the whole chain anew: so note the head that is printed somewhere \
            else, and ask for it with --holds. The exit code is 0 where the journal is whole, and 2 where it is not.
            """)

    @Option(
        name: .customLong("holds"),
        help: ArgumentHelp("A head that was printed before, which must be in it; may be repeated.", valueName: "head"),
        transform: { text in
            guard let head = JournalHead(text) else { throw ValidationError("write it as it was printed") }
            return head
        })
    var held: [JournalHead] = []

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: format, verbose: false)
        let state: JournalState
        do {
            let journal = try Rooms.current.openJournal()
            let held = held
            state = try Rooms.checking { () throws(JournalError) in try journal.check(holding: held) }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        let exit = state.faults.isEmpty ? ExitStatus.done : .difference
        switch format {
        case .text:
            for fault in state.faults { reporter.talk.data(fault.message) }
            for note in state.notes { reporter.talk.say("note: " + note.message) }
            let lines = counted(state.count, "line")
            reporter.talk.data(Escaped.text(state.path) + ": \(lines), " + (exit == .done ? "whole" : "not whole"))
            if let head = state.head { reporter.talk.data("head \(head)") }
        case .json:
            var members: [(String, JSONValue)] = [
                ("path", .string(state.path)), ("lines", .integer(state.count)),
                ("faults", .array(state.faults.map { .string($0.message) })),
                ("notes", .array(state.notes.map { .string($0.message) })),
            ]
            if let head = state.head { members.append(("head", .string(head.description))) }
            reporter.talk.data(
                EventJSON.event("log_verified", members + [("exit", .integer(Int(exit.rawValue)))]).line)
        }
        if exit != .done { throw ExitCode(exit.rawValue) }
    }
}
