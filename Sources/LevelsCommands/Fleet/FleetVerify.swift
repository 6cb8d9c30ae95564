import ArgumentParser
import AuthorizedKeys
import Fleet
import Inventory

/// `levels-ssh verify`: proves from outside which keys every account takes. Nothing is changed.
struct FleetVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove which keys every account takes, and from where bastions let people come.",
        discussion: """
            Offers every account on every bastion and host each public key that the roster knows, those of everybody \
            who was revoked among them, without the private half: sshd says whether it would take it. No more keys \
            are offered over one connection than sshd refuses without hanging up (its MaxAuthTries, as it says \
            itself where the admin account may ask), and connections keep a distance where it fines those who leave \
            without a login (OpenSSH 9.8 and later). What a server offers beside keys to somebody who has shown \
            nothing, such as password, is a difference too; --only login asks for nothing else; in JSON, accounts \
            has what each of them offers. What a key's from= forbids here cannot be tested from here, and is \
            counted. A machine whose clock is wrong is told: the end of a key is judged by it.

            Each bastion is asked as well whom its packet filter lets come to the SSH port, and what it would load when it \
            starts again: that is the whitelist of its VPC, or a difference. The exit code is 0 where all is as declared, 2 \
            where something is not, 75 where something could not be had, and 76 where a machine shows another host key than \
            the declared one.
            """)

    @OptionGroup
    var options: FleetOptions

    @OptionGroup
    var parts: PartOptions

    mutating func run() throws {
        let reporter = options.reporter
        let session: FleetSession
        let offers: [MachineOffers]
        do {
            session = try FleetSession(options, only: parts.parts, rooms: .current)
            offers = session.rules.parts.isDisjoint(with: [.keys, .login]) ? [] : try session.offers()
            if options.format == .text { reporter.notes(session.declared.notes) }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run { signals in
            do {
                return try await signals.interruptible {
                    let work = try await session.work(reporter)
                    let plan = await session.reading(work, reporter)
                    let measured = offers.map { $0.measured(by: plan.machines) }
                    let progress = FleetProgress(reporter, of: offers.count)
                    var verification = await Fleet.verify(measured, work.reach) { progress.note($0) }
                        .noting(plan.machines)
                    progress.end()
                    if !session.rules.parts.contains(.login) { verification.ways = [] }
                    if session.rules.parts.contains(.whitelist), session.options.person == nil {
                        verification.whitelists = plan.whitelists(in: session.declared.inventory)
                    }
                    reporter.verified(verification)
                    return verification.exit.rawValue
                }
            } catch {
                return reporter.failed(error)
            }
        }
    }
}

extension FleetSession {
    /// What each machine is to be asked about.
    func offers() throws(CommandFailure) -> [MachineOffers] {
        if let person = options.person, !declared.knows(person) { throw declared.unknown(person) }
        let people = options.person.map { Set([$0]) }
        let keys = DeclaredKeys(inventory: declared.inventory, roster: declared.roster)
        do throws(OptionError) {
            return try machines.map { machine throws(OptionError) in
                let accounts = try keys.offers(on: machine, people: people)
                return MachineOffers(
                    machine: machine,
                    accounts: rules.parts.contains(.keys)
                        ? accounts
                        : accounts.map { AccountOffers(user: $0.user, offers: [], allowedWays: $0.allowedWays) })
            }
        } catch {
            throw .bug("a line cannot be written: \(error.message)")
        }
    }
}
