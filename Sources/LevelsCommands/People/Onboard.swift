import ArgumentParser
import AuthorizedKeys
import Fleet
import Inventory

/// `levels-ssh onboard`: one person in.
struct Onboard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "onboard",
        abstract: "Let somebody in: write their file in the roster, and with --apply bring the machines in step.",
        discussion: """
            Writes keys/NAME.yaml and shows the change as a diff. The roster has to be a good one with it, and the keys \
            have to pass what keys check asks of them; if not, nothing is written, and the exit code is 65. Somebody who \
            is in the roster already gets what they lack, in their file as it is, comments and all; what would be taken \
            from them, or be said otherwise than the file says it, is for you to edit. The same command again finds \
            nothing to do.

            With --apply the machines that lack something of theirs are brought in step as by apply --person, and sshd is \
            asked whether it takes their keys where it should and nowhere else. In JSON, applied says whether machines \
            were to be touched at all, and application what became of that.
            """)

    @Argument(
        help: ArgumentHelp("What they are called in the roster: 1 to 32 of a-z, 0-9, ., _ and -.", valueName: "name"))
    var person: String

    @Option(
        help: ArgumentHelp("Their public key: a .pub file, or - for stdin; may be repeated.", valueName: "file"),
        completion: .file(extensions: ["pub"]))
    var key: [String] = []

    @Option(
        help: ArgumentHelp(
            "What they may reach: an environment, =, and tunnel or shell; may be repeated.", valueName: "env=level"),
        completion: .custom { words, _, _ in
            DeclaredNames(words: words).environments().flatMap { ["\($0)=tunnel", "\($0)=shell"] }
        })
    var access: [String] = []

    @Option(
        help: ArgumentHelp(
            "A network that they may come from; may be repeated. Default: the VPC's whitelist.", valueName: "cidr"))
    var from: [String] = []

    @Option(help: ArgumentHelp("The last day that it holds, YYYY-MM-DD. Default: no end.", valueName: "date"))
    var until: String?

    @Option(help: ArgumentHelp("What people call them. Default: the name in the roster.", valueName: "text"))
    var name: String?

    @OptionGroup
    var options: PersonOptions

    mutating func validate() throws {
        if key.isEmpty { throw ValidationError("--key FILE is missing: a .pub file, or - for stdin") }
    }

    mutating func run() throws {
        let reporter = options.reporter
        let task: OnboardTask
        do {
            let reading = try Rooms.current.declared(options.config.file)
            let inventory = reading.inventory
            let (files, change) = try change(inventory)
            let roster = try DeclaredRoster(inventory, change.after)
            let permission = try options.permission("onboard", protected(roster), reporter.talk)
            let list = try BlocklistFile.load(named: nil, environment: ProcessEnvironment.read())
            try OnboardTask.check(roster, person, KeyHygiene(now: Inventory.currentTime(), blocklist: list), reporter)
            let session = FleetSession(
                .init(person: person, identities: options.identity, format: options.format, reason: permission.reason),
                roster, machines: inventory.machines, maxRemovals: options.removals.maxRemovals, rooms: .current)
            task = OnboardTask(
                person: person, change: change, isNew: files.file(of: person) == nil, session: session,
                reporter: reporter, prompt: permission.prompt)
            guard options.apply else {
                try task.write()
                task.tellNext()
                return
            }
            try task.checkRules()
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run { signals in await task.apply(signals) }
    }

    /// Of the environments that they will have a key on any machine of.
    private func protected(_ declared: DeclaredRoster) -> [String] {
        let keys = DeclaredKeys(inventory: declared.inventory, roster: declared.roster)
        let machines = declared.inventory.machines.filter { machine in
            ((try? keys.accounts(on: machine)) ?? []).contains { $0.keys.contains { $0.person == person } }
        }
        return declared.inventory.protected(on: machines)
    }

    private func change(_ inventory: Inventory) throws(CommandFailure) -> (RosterFiles, RosterChange) {
        let keys = try KeySource.keys(key)
        let files: RosterFiles
        do throws(RosterError) { files = try RosterFiles.read(for: inventory) } catch { throw CommandFailure(error) }
        do throws(Arrival.Mistake) {
            let arrival = try Arrival(
                id: person, name: name, keys: keys, access: access, from: from, until: until, in: inventory,
                now: Inventory.currentTime())
            return (files, try arrival.change(files, in: inventory))
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension DeclaredRoster {
    /// The roster as it is to be, which has to be a good one.
    init(_ inventory: Inventory, _ files: RosterFiles) throws(CommandFailure) {
        do throws(RosterError) {
            let reading = try files.roster(for: inventory)
            self.init(inventory: inventory, roster: reading.roster, notes: reading.notes)
        } catch {
            throw CommandFailure(error)
        }
    }
}
