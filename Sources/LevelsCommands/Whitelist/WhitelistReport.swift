import Fleet
import Inventory

/// Who may come to the bastions, for people to read and for programs.
struct WhitelistReport {
    /// An entry that ends within so many days is said.
    static let soon: Int64 = 14

    let declared: DeclaredRoster
    private let whitelists: [Whitelist]
    private let now: Int64
    /// What the bastions' logs say; nil where nobody has asked.
    private let logins: [MachineLogins]?

    init(_ declared: DeclaredRoster, vpcs: [VPC], logins: [MachineLogins]? = nil, at now: Int64) {
        self.declared = declared
        self.now = now
        self.logins = logins
        whitelists = vpcs.map { Whitelist(of: $0, in: declared.inventory, declared.roster, at: now) }
    }

    /// What is to be said beside the table.
    var notes: [String] {
        (logins ?? []).compactMap { logins in
            guard let answer = logins.answer else {
                return "bastion \(logins.machine.name) was not asked: \(logins.trouble ?? "nobody has looked")"
            }
            return answer.since == nil ? "bastion \(logins.machine.name) has no log of a login" : nil
        }
            + whitelists.flatMap { list -> [String] in
                if !list.isDeclared {
                    return ["VPC \(list.vpc) has no whitelist: its bastions admit whoever the network lets come"]
                }
                let none =
                    list.entries.isEmpty ? ["VPC \(list.vpc): all entries have expired, so nobody is admitted"] : []
                return none + Self.ending(list, at: now)
            }
    }

    /// What is to be said of the entries that end soon, before anybody is turned away by that.
    static func ending(_ list: Whitelist, at now: Int64) -> [String] {
        list.ending(within: soon, of: now).map {
            "VPC \(list.vpc): \($0.cidr) of \($0.owner) ends after \($0.until?.description ?? "-")"
        }
    }

    var table: [String] {
        var rows = [["VPC", "NETWORK", "OWNER", "UNTIL", "SEEN", "WHY"]]
        for list in whitelists where list.isDeclared {
            for entry in list.entries {
                rows.append(
                    [
                        list.vpc, entry.cidr.description, entry.owner, entry.until?.description ?? "-",
                        seen(entry, list.vpc)?.words ?? Self.notLooked, Self.why(entry),
                    ].map(Escaped.text))
            }
        }
        return TextTable.lines(rows)
    }

    private static let notLooked = "not looked at"

    private func seen(_ entry: Whitelist.Entry, _ vpc: String) -> LastSeen? {
        logins.map { LastSeen(entry.cidr, in: $0.filter { $0.machine.vpc == vpc }) }
    }

    /// An entry with when somebody last came by it: nothing is told where nobody has looked.
    private func json(_ entry: Whitelist.Entry, _ vpc: String) -> JSONValue {
        guard case .object(let members) = Self.json(entry), let seen = seen(entry, vpc) else { return Self.json(entry) }
        switch seen {
        case .at(let time): return .object(members + [("seen", .string(time.description))])
        case .notSince(let time): return .object(members + [("notSeenSince", .string(time.description))])
        case .unknown: return .object(members)
        }
    }

    /// Of the logs of one VPC's bastions; empty where nobody has asked them.
    private func logs(_ vpc: String) -> JSONValue {
        .array(
            (logins ?? []).filter { $0.machine.vpc == vpc }.map { logins in
                var members: [(String, JSONValue)] = [
                    ("bastion", .string(logins.machine.name)), ("read", .boolean(logins.answer != nil)),
                ]
                if let since = logins.answer?.since { members.append(("since", .string(since.description))) }
                if let trouble = logins.trouble { members.append(("message", .string(trouble))) }
                return .object(members)
            })
    }

    static func why(_ entry: Whitelist.Entry) -> String {
        if case .person(let id) = entry.source { return "from: of \(id)" }
        return (entry.isException ? "exception: " : "") + (entry.why ?? "-")
    }

    var json: JSONValue {
        EventJSON.event(
            "whitelist",
            [
                (
                    "vpcs",
                    .array(
                        whitelists.map { list in
                            .object([
                                ("vpc", .string(list.vpc)), ("declared", .boolean(list.isDeclared)),
                                ("logsAsked", .boolean(logins != nil)), ("logs", logs(list.vpc)),
                                ("entries", .array(list.entries.map { json($0, list.vpc) })),
                                ("ending", .array(list.ending(within: Self.soon, of: now).map(Self.json))),
                                ("expired", .array(list.expired.map(Self.json))),
                            ])
                        })
                ), ("notes", .array(declared.notes.map(\.json))),
            ])
    }

    static func json(_ entry: Whitelist.Entry) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("cidr", .string(entry.cidr.description)), ("owner", .string(entry.owner)),
        ]
        if case .person(let id) = entry.source { members.append(("person", .string(id))) }
        if let until = entry.until { members.append(("until", .string(until.description))) }
        if let why = entry.why { members.append(("why", .string(why))) }
        if entry.isException { members.append(("exception", .boolean(true))) }
        return .object(members)
    }
}
