import ArgumentParser
import Inventory

/// `levels-ssh whitelist check`: would an address get in? Nothing is dialled.
struct WhitelistCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether an address is admitted, and by which entry.",
        discussion: """
            It says what is declared, not what the bastions do. The exit code is 0 where every VPC that is asked about \
            admits the address, and 2 where one does not.
            """)

    @Argument(help: ArgumentHelp("An IPv4 or IPv6 address, as a bastion sees it.", valueName: "address"))
    var address: String

    @OptionGroup
    var options: WhitelistOptions

    mutating func run() throws {
        let reporter = options.reporter
        let isAdmitted: Bool
        do {
            guard let address = IPAddress(folding: address) else {
                throw CommandFailure.usage(
                    "\"\(Escaped.text(address))\" is no address", hint: "one such as 198.51.100.7 or 2001:db8::7")
            }
            let declared = try Rooms.current.roster(options.config.file)
            let now = Inventory.currentTime()
            let answers = try options.vpcs(in: declared.inventory).map {
                Answer(address, Whitelist(of: $0, in: declared.inventory, declared.roster, at: now))
            }
            isAdmitted = answers.allSatisfy(\.isAdmitted)
            switch options.format {
            case .text: for line in answers.flatMap(\.lines) { reporter.talk.data(Escaped.text(line)) }
            case .json:
                let list = answers.map(\.json)
                reporter.talk.data(
                    EventJSON.event(
                        "checked", [("address", .string(address.description)), ("vpcs", .array(list))]
                    ).line)
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        if !isAdmitted { throw ExitCode(ExitStatus.difference.rawValue) }
    }

    /// What one VPC makes of it.
    struct Answer {
        let address: IPAddress
        let whitelist: Whitelist
        let entries: [Whitelist.Entry]
        /// Those that would have admitted it once.
        let expired: [Whitelist.Entry]

        init(_ address: IPAddress, _ whitelist: Whitelist) {
            self.address = address
            self.whitelist = whitelist
            entries = whitelist.admitting(address)
            expired = whitelist.expired.filter { $0.cidr.contains(address) }
        }

        var isAdmitted: Bool { !whitelist.isDeclared || !entries.isEmpty }

        var lines: [String] {
            guard whitelist.isDeclared else {
                return ["VPC \(whitelist.vpc): \(address) is admitted: there is no whitelist"]
            }
            func told(_ entry: Whitelist.Entry) -> String {
                let until = entry.until.map { ", until \($0)" } ?? ""
                return "\(entry.cidr) of \(entry.owner)\(until)"
            }
            guard entries.isEmpty else {
                return entries.map { "VPC \(whitelist.vpc): \(address) is admitted by \(told($0))" }
            }
            return ["VPC \(whitelist.vpc): \(address) is turned away: no entry admits it"]
                + expired.map { "VPC \(whitelist.vpc): \(told($0)) has expired" }
        }

        var json: JSONValue {
            .object([
                ("vpc", .string(whitelist.vpc)), ("declared", .boolean(whitelist.isDeclared)),
                ("admitted", .boolean(isAdmitted)), ("entries", .array(entries.map(WhitelistReport.json))),
                ("expired", .array(expired.map(WhitelistReport.json))),
            ])
        }
    }
}
