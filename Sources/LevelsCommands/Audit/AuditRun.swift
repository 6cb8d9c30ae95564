import ArgumentParser
import Files
import Fleet
import Inventory

/// `levels-ssh audit`: the whole estate, from outside and inside. Nothing is changed.
struct AuditRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Measure the whole estate against what is declared, and write it down for an auditor.",
        discussion: """
            Reads the keys of every account on every bastion and host as plan does, asks sshd about every key as verify \
            does, reads whom the packet filters of bastions let come, tries from the machines of every VPC to reach those \
            of the others, and adds who may reach what, the whitelist by age, and what is owed. Nothing is changed. Each \
            line says what is declared, what was measured, and which requirements it is evidence for; what could not be \
            measured is told as such. What falls short of advice alone, and an exception that nothing needs or whose time \
            is over, is told as advised only, and is no difference. The exit code is 0 where all is as declared, 2 where \
            something differs, and 75 where nothing is known to differ but something could not be measured.

            The page and the JSON say what the audit is of (the whole estate, an environment, or some machines), who made \
            it with which version, and the SHA-256 of levels.yaml and of the roster. The latter is made again with \
            `\(AuditOrigin.recipe)` beside levels.yaml. In JSON, isolation.crossings has every way between VPCs that was to \
            be tried, with the verdict refused, finding or not-measured. The whitelist is by age, the oldest entry first, \
            where levels.yaml is in a git repository, and otherwise by end; in JSON, whitelistBy says which.
            """)

    @OptionGroup
    var options: FleetOptions

    @Option(
        help: ArgumentHelp(
            "Write it as one page as well, which needs nothing else: to keep, or to print.", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var html: String?

    mutating func validate() throws {
        if options.person != nil { throw ValidationError("an audit is of everybody: leave --person out") }
    }

    mutating func run() throws {
        let reporter = options.reporter
        let task: AuditTask
        do {
            try html.map { page throws(CommandFailure) in try NewFile.check(page, for: "--html") }
            let session = try FleetSession(options, rooms: .current)
            if options.format == .text { reporter.notes(session.declared.notes) }
            task = AuditTask(
                session: session, reporter: reporter, offers: try session.offers(), ledger: try session.ledger(),
                origin: try session.origin(),
                scope: AuditScope(
                    environment: options.env, isOfSomeMachines: !options.host.isEmpty, machines: session.machines),
                page: html)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run { signals in
            do {
                return try await signals.interruptible { try await task.run() }
            } catch {
                return reporter.failed(error)
            }
        }
    }
}

extension FleetSession {
    /// The declaration as it stands in its files now.
    fileprivate func origin() throws(CommandFailure) -> AuditOrigin {
        let bytes: [UInt8]
        let roster: RosterFiles
        let path = declared.inventory.path
        do throws(BoundedFile.Failure) { bytes = try BoundedFile.read(path, limit: 1 << 20).bytes } catch {
            throw .configuration("\(path) cannot be read again", hint: "see that nobody replaces it meanwhile")
        }
        do throws(RosterError) { roster = try RosterFiles.read(for: declared.inventory) } catch {
            throw CommandFailure(error)
        }
        return AuditOrigin(
            source: declared.inventory.path, version: LevelsSSH.version, by: Operator.name, inventory: bytes,
            roster: roster.files)
    }
}
