internal import AuthorizedKeys
internal import Inventory

/// Puts together what each person may do in each account of one machine, and writes it as lines.
struct AccountBuilder {
    private struct Account {
        var purposes: Set<DeclaredAccount.Purpose> = []
        /// By the person's id.
        var entitlements: [String: (person: Person, entitlement: Entitlement)] = [:]
    }

    /// Where a person may come from, as the machine sees it.
    private let sources: (Person) -> Sources
    /// In the order in which they were declared.
    private var order: [String] = []
    private var accounts: [String: Account] = [:]

    init(sources: @escaping (Person) -> Sources) { self.sources = sources }

    mutating func declare(_ user: String, _ purpose: DeclaredAccount.Purpose) {
        if accounts[user] == nil { order.append(user) }
        accounts[user, default: Account()].purposes.insert(purpose)
    }

    mutating func add(_ entitlement: Entitlement, for person: Person, to user: String) {
        accounts[user, default: Account()].entitlements[person.id, default: (person, Entitlement())]
            .entitlement.add(entitlement)
    }

    func accounts(without revoked: Set<PublicKey>) throws(OptionError) -> [DeclaredAccount] {
        var result: [DeclaredAccount] = []
        for user in order {
            guard let account = accounts[user] else { continue }
            var keys: [DeclaredAccountKey] = []
            let entitled = account.entitlements.values.filter { !$0.entitlement.isNothing }
                .sorted { $0.person.id.utf8.lexicographicallyPrecedes($1.person.id.utf8) }
            for (person, entitlement) in entitled {
                let sources = sources(person)
                // An empty list is nowhere, and sshd would read an empty `from` as no line at all.
                if case .networks(let networks) = sources, networks.isEmpty { continue }
                let leavesOut = if case .tooMany = sources { true } else { false }
                let options = KeyOptions(try self.options(entitlement, person, sources))
                let text = try options.rendered()
                let comment = KeyComment.text(for: person)
                for key in person.keys where !revoked.contains(key.key) {
                    // Not `AuthorizedKey.rendered()`, which stops at the 8 KiB that sshd(8) promises to read: some 280
                    // hosts. From OpenSSH 7.8 on sshd reads whole lines, and 4096 hosts of them.
                    keys.append(
                        DeclaredAccountKey(
                            person: person.id,
                            entry: AuthorizedKey(options: options, key: key.key, comment: RawText(comment)),
                            line: "\(text) \(key.key.text) \(comment)", leavesOutSources: leavesOut))
                }
            }
            result.append(DeclaredAccount(user: user, purposes: account.purposes.sorted(), keys: keys))
        }
        return result
    }

    /// `restrict` comes first, and what is granted behind it: what a later sshd invents is then not granted (sshd(8)).
    private func options(
        _ entitlement: Entitlement, _ person: Person, _ sources: Sources
    ) throws(OptionError) -> [KeyOption] {
        var options: [KeyOption] = [.restrict]
        if entitlement.canRun { options.append(.permission(.pty, true)) }
        if !entitlement.forwards.isEmpty {
            options.append(.permission(.portForwarding, true))
            options += entitlement.forwards.map { .permitOpen(RawText($0.description)) }
            options.append(.permitListen(Self.noListening))
        }
        if !entitlement.canRun {
            let command = entitlement.canLog ? ForcedCommand.tunnelsAndSyslog : ForcedCommand.tunnelsOnly
            options.append(.command(RawText(command)))
        }
        if case .networks(let networks) = sources {
            options.append(.from(RawText(unique(networks.map(\.description)).joined(separator: ","))))
        }
        if let until = person.until {
            // The last second of the last day: sshd takes a key until the second named is over.
            guard let expiry = ExpiryTime(utc: until.end - 1) else { throw .badExpiryTime(until.description) }
            options.append(.expiryTime(expiry))
        }
        return options
    }

    /// `port-forwarding` allows both directions, and there is no word for none: `permitlisten` names what may be listened
    /// on. sshd puts what a client asks for in lower case before it compares the two, so this is never asked for; and port 1
    /// is one that only root could listen on.
    private static let noListening: RawText = "NONE:1"

    private func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
