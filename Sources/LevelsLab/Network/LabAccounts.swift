/// The accounts that exist only inside the namespaces of bastions and hosts: the machine's own list is covered there by
/// one of ours (ip-netns(8) on `/etc/netns`).
enum LabAccounts {
    private static let names = ["jump", "app", "ops"]

    static func account(_ name: String) -> Account? {
        guard let index = names.firstIndex(of: name) else { return nil }
        let numbers = Account.unusedNumbers(names.count)
        guard numbers.indices.contains(index) else { return nil }
        return Account(name: name, uid: numbers[index], gid: numbers[index])
    }

    /// The files that a bastion or a host sees in place of the machine's own, by name.
    /// - Parameter users: those that may log in; their homes are under `home`.
    static func files(users: [String], home: String, hosts: [(address: String, name: String)]) -> [String: String] {
        let accounts = users.compactMap(account)
        var passwd = ["root:x:0:0:root:/root:/bin/sh"]
        // sshd's own account, for the part of it that talks to strangers.
        if let sshd = Account.named("sshd") {
            passwd.append("sshd:x:\(sshd.uid):\(sshd.gid)::/run/sshd:/usr/sbin/nologin")
        }
        if let nobody = Account.named("nobody") {
            passwd.append("nobody:x:\(nobody.uid):\(nobody.gid)::/nonexistent:/usr/sbin/nologin")
        }
        passwd += accounts.map { "\($0.name):x:\($0.uid):\($0.gid)::\(home)/\($0.name):/bin/sh" }
        // `*` is no password; `!` would be a locked account, which sshd refuses.
        let shadow = (["root", "sshd", "nobody"] + accounts.map(\.name)).map { "\($0):*:19000:0:99999:7:::" }
        let group = ["root:x:0:", "nogroup:x:65534:"] + accounts.map { "\($0.name):x:\($0.gid):" }
        let names = ["127.0.0.1 localhost"] + hosts.map { "\($0.address) \($0.name)" }
        return [
            "passwd": passwd, "shadow": shadow, "group": group, "hosts": names,
            // Nobody answers inside: names are in hosts, or do not exist.
            "resolv.conf": ["nameserver 127.0.0.1", "options timeout:1 attempts:1"],
            "nsswitch.conf": ["passwd: files", "group: files", "shadow: files", "hosts: files"],
        ].mapValues { $0.joined(separator: "\n") + "\n" }
    }
}
