import ArgumentParser
import Fleet
import Inventory

/// `levels-ssh plan`: what differs between the roster and the machines. Nothing is changed.
struct FleetCompare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show where keys, login policy and whitelists on bastions and hosts differ from what is declared.",
        discussion: """
            Logs in to every bastion and host as the VPC's admin account, through one login at a bastion of each VPC, and \
            reads every account that the roster manages: keys that are missing, superfluous, altered, revoked, foreign (in \
            no roster) or ignored by sshd, in all files that sshd would read. Of a bastion it reads as well whom its \
            packet filter lets come to the SSH port: what the whitelist declares and is turned away, and the other way \
            round. And it asks sshd, for every managed account and root, from every network of the whitelist and from one \
            that is in none, by what it would let that login in (sshd -T -C): keys only, on bastions and hosts each as befits \
            them; a value that the login policy forbids is told with the file and line that decides. What a whitelist has that ends \
            within 14 days is said on stderr: an apply after that takes it out. Nothing is changed. The exit code is 0 \
            where all machines are in step, 2 where one differs, 75 where \
            one could not be read, and 76 where one shows another host key than the declared one.
            """)

    @OptionGroup
    var options: FleetOptions

    @OptionGroup
    var parts: PartOptions

    @OptionGroup
    var removals: RemovalOptions

    mutating func run() throws {
        let reporter = options.reporter
        let session: FleetSession
        do {
            session = try FleetSession(
                options, only: parts.parts, maxRemovals: removals.maxRemovals, rooms: .current)
            session.note(reporter)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run { signals in
            do {
                return try await signals.interruptible {
                    let plan = try await session.plan(try await session.work(reporter), reporter)
                    reporter.plan(plan)
                    return plan.exit.rawValue
                }
            } catch {
                return reporter.failed(error)
            }
        }
    }
}
