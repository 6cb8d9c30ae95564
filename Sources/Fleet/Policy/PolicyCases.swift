internal import AuthorizedKeys

/// Cases that sshd answered alike for one directive: by one value, from one place.
public struct PolicyCases: Sendable, Hashable {
    /// As sshd says it; nil where it is set to nothing.
    public let value: String?
    /// Nil where it is sshd's default.
    public let place: SettingPlace?
    /// Whom and where from it is for, in words; nil where it is for all that was asked about.
    public let whom: String?

    /// `yes for app from 192.0.2.9 (/etc/ssh/sshd_config:12)`
    public var words: String { "\(valueWords) (\(place?.words ?? "sshd's default"))" }

    /// `yes for app from 192.0.2.9`, escaped.
    var valueWords: String {
        let shown = value.map { RawText(Array($0.utf8)).escaped(limit: 80) } ?? "not set"
        return shown + (whom.map { " " + $0 } ?? "")
    }

    /// Groups of cases, in the order in which they come.
    static func grouped(_ rule: PolicyRule, _ some: [PolicyCase], of all: [PolicyCase]) -> [PolicyCases] {
        struct Key: Hashable {
            let value: String?
            let place: SettingPlace?
        }
        var order: [Key] = []
        var groups: [Key: [PolicyCase]] = [:]
        for one in some {
            let key = Key(
                value: rule.value(in: one.settings), place: rule.words.lazy.compactMap { one.places[$0] }.first)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(one)
        }
        return order.map { key in
            PolicyCases(value: key.value, place: key.place, whom: whom(groups[key] ?? [], of: all))
        }
    }

    private struct Pair: Hashable {
        let user: String
        let address: String
    }

    /// Accounts, addresses, or both, in as few words as say it exactly; of what has no such form, the first few.
    private static func whom(_ some: [PolicyCase], of all: [PolicyCase]) -> String? {
        func pairs(_ cases: [PolicyCase]) -> Set<Pair> { Set(cases.map { Pair(user: $0.user, address: $0.address) }) }
        let wanted = pairs(some)
        guard wanted != pairs(all) else { return nil }
        let users = unique(some.map(\.user))
        let addresses = unique(some.map(\.address))
        if wanted == pairs(all.filter { users.contains($0.user) }) { return "for " + list(users) }
        if wanted == pairs(all.filter { addresses.contains($0.address) }) { return "from " + list(addresses) }
        if wanted == pairs(all.filter { users.contains($0.user) && addresses.contains($0.address) }) {
            return "for \(list(users)) from \(list(addresses))"
        }
        return "for " + list(some.map { "\($0.user) from \($0.address)" })
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    private static func list(_ texts: [String]) -> String {
        let shown = texts.prefix(3).map { RawText(Array($0.utf8)).escaped(limit: 60) }
        let more = texts.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}

extension SettingPlace {
    /// `/etc/ssh/sshd_config:12`, escaped.
    public var words: String {
        switch self {
        case .file(let path, let line): "\(path.escaped(limit: 120)):\(line)"
        case .commandLine: "command line"
        }
    }
}
