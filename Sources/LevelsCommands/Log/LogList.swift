import ArgumentParser
import Inventory
import Journal
import Remote
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `levels-ssh log`: what was done, the earliest first.
struct LogList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tunnels that were opened and the changes that were applied from here.",
        discussion: """
            Every tunnel and every change is written down in ~/.local/state/levels-ssh/journal.jsonl (below \
            $XDG_STATE_HOME where that is set): who, where, why, which way, how many bytes, how long, how it ended. It is \
            this user's journal on this machine. A tunnel that was opened and never closed is still open, or was killed. \
            On a terminal, how it ended and why are cut to its width. As JSON, the lines are given as they stand in the \
            journal.
            """)

    @Option(
        help: ArgumentHelp("Only what happened since: 90m, 2h, 7d, a day or a moment in UTC.", valueName: "time"),
        transform: SinceArgument.init)
    var since: SinceArgument?

    @Option(
        help: ArgumentHelp("Only what concerns this environment.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).environments() })
    var env: String?

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one entry a line.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: format, verbose: false)
        do {
            let (environment, since) = (env, since?.moment ?? "")
            var isKnown = environment == nil
            func isWanted(_ entry: JournalEntry) -> Bool {
                if let environment {
                    guard entry.text("env") == environment || entry.texts("envs").contains(environment) else {
                        return false
                    }
                    isKnown = true
                }
                return entry.time >= since
            }
            var report = LogReport()
            let journal = try Rooms.current.openJournal()
            let state = try Rooms.checking { () throws(JournalError) in
                try journal.check { line in
                    guard isWanted(line.entry) else { return }
                    switch format {
                    case .text: report.take(line)
                    case .json: reporter.talk.data(String(decoding: line.bytes, as: UTF8.self))
                    }
                }
            }
            // One that is declared no more is known by what was done to it.
            let file = ProcessEnvironment.read()["LEVELS_CONFIG"]
            if !isKnown, let declared = try? Rooms.current.declared(file) {
                _ = try declared.inventory.environment(environment)
            }
            if format == .text {
                for row in report.table(width: LocalTerminal(STDOUT_FILENO).map { Int($0.size.columns) }) {
                    reporter.talk.data(row)
                }
            }
            if !state.faults.isEmpty {
                reporter.talk.say("warning: the journal is not as it was written: levels-ssh log verify says where")
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}

extension Rooms {
    func openJournal() throws(CommandFailure) -> JournalFile {
        try Self.checking { () throws(JournalError) in try journal() }
    }

    static func checking<Value>(_ body: () throws(JournalError) -> Value) throws(CommandFailure) -> Value {
        do throws(JournalError) { return try body() } catch { throw .journal(error) }
    }
}
