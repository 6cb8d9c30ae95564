internal import AuthorizedKeys
internal import Inventory

/// What a machine's sshd is to be set to: the policy, what the machine has already, and what is excepted, made one.
struct SettledPolicy: Sendable {
    /// In the order of the rules.
    let everybody: [PolicySetting]
    /// What goes before it for single accounts, sorted by their names.
    let users: [(user: String, settings: [PolicySetting])]

    init(role: PolicyRole, version: SSHDVersion, cases: [PolicyCase], exceptions: [PolicyException]) {
        var everybody: [PolicySetting] = []
        var users: [String: [PolicySetting]] = [:]
        for rule in PolicyRule.all where rule.since <= version && rule.subject != .revokedKeys {
            let own = exceptions.filter { $0.directive == rule.subject }
            if let excepted = own.first(where: { $0.user == nil }) {
                everybody.append(PolicySetting(subject: rule.subject, value: excepted.value))
            } else if let value = Self.value(
                rule, role, version, cases.filter { one in !own.contains { $0.user == one.user } })
            {
                everybody.append(PolicySetting(subject: rule.subject, value: value))
            }
            for exception in own {
                guard let user = exception.user else { continue }
                users[user, default: []].append(PolicySetting(subject: rule.subject, value: exception.value))
            }
        }
        // A second factor that is asked for everywhere, and is off, would shut everybody out.
        let methods = everybody.first { $0.subject == .authenticationMethods }?.value ?? ""
        if let kbd = everybody.firstIndex(where: { $0.subject == .kbdInteractiveAuthentication }),
            methods.contains("keyboard-interactive"),
            !exceptions.contains(where: { $0.directive == .kbdInteractiveAuthentication && $0.user == nil })
        {
            everybody[kbd] = PolicySetting(subject: .kbdInteractiveAuthentication, value: "yes")
        }
        let keysFile = everybody.first { $0.subject == .authorizedKeysFile }?.value
        for (user, path) in Self.keysFiles(cases) where path != keysFile {
            guard users[user]?.contains(where: { $0.subject == .authorizedKeysFile }) != true,
                !exceptions.contains(where: { $0.directive == .authorizedKeysFile && $0.user == nil })
            else { continue }
            users[user, default: []].append(PolicySetting(subject: .authorizedKeysFile, value: path))
        }
        self.everybody = everybody
        self.users = users.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What is there, where it keeps the rule for everybody alike; otherwise the rule's own, if it has one.
    private static func value(
        _ rule: PolicyRule, _ role: PolicyRole, _ version: SSHDVersion, _ cases: [PolicyCase]
    ) -> String? {
        if rule.subject == .authorizedKeysFile { return keysFile(cases) ?? rule.written[role] }
        guard let first = cases.first else { return rule.isOptional ? nil : rule.written[role] }
        guard let required = rule.requirement(role, version: version, of: first.settings) else { return nil }
        let value = rule.value(in: first.settings)
        let isKept = cases.allSatisfy {
            rule.value(in: $0.settings) == value && required.isMet(by: value, in: $0.settings)
        }
        // What it is tuned to is dumped in more words than it may be set with.
        guard isKept, required != .isOn else { return rule.written[role] }
        guard rule.written[role] != nil, let value else { return nil }
        return (try? PolicyException.checkValue(value)) ?? rule.written[role]
    }

    /// The file that most of the accounts that were asked about have their keys in.
    private static func keysFile(_ cases: [PolicyCase]) -> String? {
        let paths = keysFiles(cases).map(\.path)
        let counts = Dictionary(grouping: paths) { $0 }.mapValues(\.count)
        guard let most = counts.values.max() else { return nil }
        return paths.first { counts[$0] == most }
    }

    /// Of each account the first of the files that its keys are read from: where they are written.
    private static func keysFiles(_ cases: [PolicyCase]) -> [(user: String, path: String)] {
        var seen: Set<String> = []
        return cases.compactMap { one in
            let paths = one.settings.value(["authorizedkeysfile"])?.split(separator: " ")
            guard let path = paths?.first.map({ String($0) }), path != "none",
                (try? PolicyException.checkValue(path)) != nil, seen.insert(one.user).inserted
            else { return nil }
            return (one.user, path)
        }
    }
}
