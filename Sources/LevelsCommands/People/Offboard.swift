import ArgumentParser
import Fleet
import Inventory

/// `levels-ssh offboard`: one person out, everywhere, proven.
struct Offboard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offboard",
        abstract: "Put somebody out: revoke their keys, and with --apply everywhere, sessions included, and prove it.",
        discussion: """
            Takes keys/NAME.yaml away and puts every key that ever stood in it, as far as git remembers, into \
            keys/revoked_keys; the change is shown as a diff. A key that is somebody else's by now is left alone, and told.

            With --apply all machines are brought in step as by apply, sessions that were opened with any of the keys are \
            ended on bastions and hosts, and sshd is asked about every key in every account. Whose a session is only \
            sshd's log knows; one of which it says nothing any more counts as owed. What could not be done is in owed.yaml \
            from before the first change. The same command again is harmless and goes on where it was stopped, whether or \
            not the person's file is still there. The exit code is 0 once they are out everywhere, and 75 as long as \
            anything of it is owed. In JSON, applied says whether machines were to be touched at all.

            --report writes the evidence: as JSON where the file's name ends in .json, as a page fit to print where it \
            ends in .html, and otherwise both, with these endings behind the name.
            """)

    @Argument(
        help: ArgumentHelp("Who, as the roster calls them.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).people() })
    var person: String

    @Option(
        help: ArgumentHelp("Write what was done, and what sshd said, to this file. With --apply.", valueName: "file"),
        completion: .file(extensions: ["json", "html"]))
    var report: String?

    @OptionGroup
    var options: PersonOptions

    mutating func validate() throws {
        if report != nil, !options.apply { throw ValidationError("--report goes with --apply") }
    }

    mutating func run() throws {
        let reporter = options.reporter
        let task: OffboardTask
        do {
            do throws(BrokenRule) { try Roster.checkID(person) } catch {
                throw CommandFailure.usage(
                    "NAME \(person): \(error.rule)", hint: "levels-ssh people lists everybody")
            }
            let inventory = try Rooms.current.declared(options.config.file).inventory
            let permission = try options.permission(
                "offboard", inventory.protected(on: inventory.machines), reporter.talk)
            let files: RosterFiles
            do throws(RosterError) { files = try RosterFiles.read(for: inventory) } catch {
                throw CommandFailure(error)
            }
            task = OffboardTask(
                person: person, inventory: inventory, files: files, isApplied: options.apply,
                report: try report.map(ReportFiles.init), permission: permission, identities: options.identity,
                maxRemovals: options.removals.maxRemovals, rooms: .current, reporter: reporter)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run { signals in await task.run(signals) }
    }
}
