import ArgumentParser
import Fleet
import Inventory

/// `levels-ssh apply`: makes the machines what the roster says.
struct FleetApply: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make keys, login policy and whitelists on bastions and hosts what is declared.",
        discussion: """
            Shows what differs, asks, and changes it, keys, login policy and whitelist of a machine in one: every file is \
            replaced whole, and every machine puts its old files back by itself unless a fresh login has proven within 90 \
            seconds that you still get in. The login policy is one file, sshd_config.d/00-levels.conf, which sshd is made to \
            read first; it is checked (sshd -t), and where it is in force every account must be offered public keys and \
            nothing else, as seen from outside, or it is taken back. Keys that are in no \
            roster stay and are told, unless levels.yaml says foreign: remove; then they are moved to a quarantine file on \
            the machine. What is revoked goes in any case. Refused is what would lock somebody out: an empty roster, fewer \
            than two admins left, your own key going, more than a quarter of an account's keys going, a whitelist that does \
            not admit the address you come from, a login policy that forbids the account you log in as.

            What could not be done is written to owed.yaml beside levels.yaml, and every later apply pays what it can. \
            Ctrl-C begins no further machine, and lets those that are under way be confirmed or taken back. The exit code \
            is 0 where all is done, 2 where you said no, or where all was done that can be and a bastion has no nftables to \
            hold its whitelist, 75 where something is left to try again, 76 where a machine shows \
            another host key than the declared one (nothing is sent to it), and 77 where something was refused.
            """)

    @OptionGroup
    var options: FleetOptions

    @OptionGroup
    var parts: PartOptions

    @OptionGroup
    var removals: RemovalOptions

    @OptionGroup
    var why: ReasonOptions

    @Flag(help: "Do not ask. Without a terminal nothing is changed unless this is given.")
    var yes = false

    mutating func run() throws {
        let reporter = options.reporter
        let task: FleetApplyTask
        do {
            var session = try FleetSession(
                options, only: parts.parts, maxRemovals: removals.maxRemovals, rooms: .current)
            let terminal = TerminalPrompt.ifPossible(reporter.talk)
            let prompt = yes ? nil : terminal
            guard yes || prompt != nil else {
                throw CommandFailure.usage(
                    "apply asks before it changes anything, and there is no terminal", hint: "--yes")
            }
            if let refusal = session.rules.refusals.first {
                throw CommandFailure.refused(refusal.message, hint: refusal.hint)
            }
            session.options.reason = try Reason.find(
                why.reason, for: session.declared.inventory.protected(on: session.machines), prompt: terminal)
            // A ledger that cannot be read is told before anything is changed, not after.
            _ = try session.ledger()
            session.note(reporter)
            task = FleetApplyTask(session: session, reporter: reporter, prompt: prompt)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run { signals in await task.run(signals) }
    }
}
