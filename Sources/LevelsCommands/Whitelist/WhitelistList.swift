import ArgumentParser
import Fleet
import Inventory

/// `levels-ssh whitelist list`: what the bastions are to admit. Nothing is dialled, unless their logs are asked for.
struct WhitelistList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the networks that may come to the bastions: whose, why, until when.",
        discussion: """
            Entries of a VPC's whitelist in levels.yaml, and where the people come from who have business there (from: in \
            keys/), by their names. It says what is declared, not what the bastions do. What ends within 14 days, and what \
            has ended, is said on stderr; in JSON it is under ending and expired.

            With --seen the bastions are logged in to as the admin account, and their logs (journal, or auth.log and its like) \
            say when somebody last logged in from each network, or since when nobody has. No more than the last 20,000 logins of \
            a bastion are looked at. In JSON, logsAsked says whether that was done, and logs has what came of it at each \
            bastion. The exit code is 75 where a bastion could not be asked, and 0 otherwise.
            """)

    @Flag(help: "Ask the bastions' logs when somebody last came from each network.")
    var seen = false

    @Option(
        help: ArgumentHelp("With --seen: a private key to log in with; may be repeated.", valueName: "file"),
        completion: .file())
    var identity: [String] = []

    @OptionGroup
    var options: WhitelistOptions

    mutating func validate() throws {
        if !seen, !identity.isEmpty { throw ValidationError("--identity goes with --seen: nothing else is dialled") }
    }

    mutating func run() throws {
        let reporter = options.reporter
        let declared: DeclaredRoster
        let vpcs: [VPC]
        do {
            declared = try Rooms.current.roster(options.config.file)
            vpcs = try options.vpcs(in: declared.inventory)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        guard seen else {
            reporter.whitelist(WhitelistReport(declared, vpcs: vpcs, at: Inventory.currentTime()))
            return
        }
        let names = Set(vpcs.map(\.name))
        let session = FleetSession(
            .init(person: nil, identities: identity, format: options.format), declared,
            machines: declared.inventory.machines.filter { $0.role == .bastion && names.contains($0.vpc) },
            parts: [.whitelist], maxRemovals: 0, rooms: .current)
        SignalWatch.run { signals in
            do {
                return try await signals.interruptible {
                    let work = try await session.work(reporter)
                    let progress = FleetProgress(reporter, of: session.machines.count)
                    let logins = await work.logins(session.machines) { progress.note($0) }
                    progress.end()
                    reporter.whitelist(
                        WhitelistReport(declared, vpcs: vpcs, logins: logins, at: Inventory.currentTime()))
                    return logins.allSatisfy { $0.answer != nil }
                        ? ExitStatus.done.rawValue : ExitStatus.tryAgain.rawValue
                }
            } catch {
                return reporter.failed(error)
            }
        }
    }

}

extension Reporter {
    fileprivate func whitelist(_ report: WhitelistReport) {
        switch format {
        case .text:
            notes(report.declared.notes)
            for line in report.notes { talk.say("note: " + Escaped.text(line)) }
            for line in report.table { talk.data(line) }
        case .json: talk.data(report.json.line)
        }
    }
}
