/// Where the accounts' `authorized_keys` are on one machine of the lab.
enum Homes {
    /// - Parameter shared: the accounts are the machine's own, whose home is none of our business: one file for all.
    /// - Returns: the value of `AuthorizedKeysFile`.
    static func write(_ lines: [String], for users: [String], in folder: String, shared: Bool) throws(LabFailure)
        -> String
    {
        let text = lines.map { $0 + "\n" }.joined()
        if shared {
            try Disk.write(text, to: folder + "/authorized_keys", mode: 0o644)
            return folder + "/authorized_keys"
        }
        for user in users {
            let account = LabAccounts.account(user)
            let home = "\(folder)/home/\(user)"
            try Disk.makeFolder(folder + "/home", mode: 0o755)
            try Disk.makeFolder(home, mode: 0o755, owner: account)
            try Disk.makeFolder(home + "/.ssh", mode: 0o700, owner: account)
            try Disk.write(text, to: home + "/.ssh/authorized_keys", mode: 0o600, owner: account)
        }
        return folder + "/home/%u/.ssh/authorized_keys"
    }
}
