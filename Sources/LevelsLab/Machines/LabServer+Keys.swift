#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension LabServer {
    /// Where that account's `authorized_keys` is, from outside, whether the server runs or not. On loopback there is one
    /// for all accounts.
    public func authorizedKeysFile(of account: String) -> String {
        let folder = "\(file.folder)/servers/\(name)"
        return isLoopback ? folder + "/authorized_keys" : "\(folder)/home/\(account)/.ssh/authorized_keys"
    }

    /// What stands in it now, as the machine sees it; nil for no file, or one that is not to be read.
    public func authorizedKeys(of account: String) -> [UInt8]? {
        let inside = try? seen("/home/\(account)/.ssh/authorized_keys")
        return Disk.read(inside ?? authorizedKeysFile(of: account), limit: 1 << 26)
    }

    /// Makes an account's `authorized_keys` something else; not on a home that ``limitHome(of:kibibytes:)`` has covered.
    public func put(_ keys: KeysFile, for account: String) async throws(LabFailure) {
        let path = authorizedKeysFile(of: account)
        let old = Disk.read(path, limit: 1 << 26) ?? []
        let owner = isLoopback ? nil : LabAccounts.account(account)
        try await clear(path)
        switch keys {
        case .text(let text): try write(text, path, owner)
        case .missing: break
        case .noHome:
            guard !isLoopback else { throw .notPossible("the accounts' homes are their own", hint: "--mode netns") }
            try Disk.removeAll("\(file.folder)/servers/\(name)/home/\(account)")
        case .symbolicLink(let target):
            guard symlink(target, path) == 0 else { throw SystemError.last("linking \(path)") }
        case .directory: try Disk.makeFolder(path, mode: 0o700, owner: owner)
        case .unreadable:
            try Disk.write(String(decoding: old, as: UTF8.self), to: path, mode: isLoopback ? 0 : 0o600)
        case .immutable:
            try write(String(decoding: old, as: UTF8.self), path, owner)
            try await change("+i", path)
        case .large(let bytes):
            let line = "# " + String(repeating: "-", count: 77) + "\n"
            let missing = max(0, bytes - old.count)
            let filler = String(repeating: line, count: missing / line.utf8.count + 1).prefix(missing)
            try write(String(decoding: old, as: UTF8.self) + filler, path, owner)
        }
    }

    private var isLoopback: Bool { namespace == nil }

    private func write(_ text: String, _ path: String, _ owner: Account?) throws(LabFailure) {
        try Disk.write(text, to: path, mode: 0o600, owner: owner)
    }

    private func clear(_ path: String) async throws(LabFailure) {
        do throws(LabFailure) { try Disk.removeAll(path) } catch {
            try await change("-i", path)
            try Disk.removeAll(path)
        }
    }

    private func change(_ flag: String, _ path: String) async throws(LabFailure) {
        try await Command.run([try Programs.find("chattr", install: "apt-get install e2fsprogs"), flag, path])
    }
}
