#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension LabServer {
    /// Ends it and starts, at its address, one with another host key; `authorized_keys` and all else are as they were.
    /// - Returns: the impostor's key, `ssh-ed25519 AAAA...`; ``hostKey`` and levels.yaml keep the genuine one.
    @discardableResult
    public func becomeImpostor() async throws(LabFailure) -> String {
        guard let key = hostKeyFile else {
            throw .notPossible("\(name) is no SSH server of OpenSSH", hint: "name a host or a bastion")
        }
        if isRunning() { try await kill() }
        for end in ["", ".pub"] where !Disk.exists(key + ".genuine" + end) {
            guard rename(key + end, key + ".genuine" + end) == 0 else { throw SystemError.last("hiding \(key)") }
        }
        for end in ["", ".pub"] { try Disk.removeAll(key + end) }
        let other = try await KeyMaker.make("ed25519", at: key, comment: "root@\(name)")
        try await start()
        return other
    }

    /// Undoes ``becomeImpostor()``.
    public func becomeGenuine() async throws(LabFailure) {
        guard let key = hostKeyFile, Disk.exists(key + ".genuine") else { return }
        if isRunning() { try await kill() }
        for end in ["", ".pub"] {
            guard rename(key + ".genuine" + end, key + end) == 0 else { throw SystemError.last("bringing \(key) back") }
        }
        try await start()
    }

    private var hostKeyFile: String? {
        guard role == .bastion || role == .host, flavour == .openssh else { return nil }
        return record.machine.map { MachineFolder(path: $0).hostKey } ?? "\(file.folder)/servers/\(name)/host_ed25519"
    }
}
