/// Keys of the lab, by `ssh-keygen`.
enum KeyMaker {
    static let kinds = ["ed25519", "ecdsa", "rsa"]

    /// Makes `path` and `path.pub`, without a passphrase.
    /// - Returns: the public key's line without its comment.
    static func make(_ kind: String, at path: String, comment: String, owner: Account? = nil) async throws(LabFailure)
        -> String
    {
        // 2048 bits of RSA are the least that sshd takes, and a key of this lab lives for minutes.
        let size = kind == "rsa" ? ["-b", "2048"] : []
        let program = try Programs.sshKeygen()
        try await Command.run([program, "-q", "-t", kind] + size + ["-N", "", "-C", comment, "-f", path])
        guard let line = Disk.text(path + ".pub") else { throw .notPossible("\(path).pub cannot be read", hint: "") }
        return line.split(separator: " ").prefix(2).map { $0.filter { !$0.isNewline } }.joined(separator: " ")
    }

    /// One key of each kind in `folder`, named `prefix` and the kind.
    /// - Returns: the public keys, by kind.
    static func makeAll(
        _ kinds: [String] = kinds, in folder: String, prefix: String, comment: String
    ) async throws(LabFailure) -> [String: String] {
        do {
            return try await withThrowingTaskGroup(of: (String, String).self) { group in
                for kind in kinds {
                    group.addTask { (kind, try await make(kind, at: "\(folder)/\(prefix)\(kind)", comment: comment)) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
        } catch let failure as LabFailure {
            throw failure
        } catch {
            throw .interrupted
        }
    }
}
