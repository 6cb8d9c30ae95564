#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The lab's folder: ours alone, and nothing in it but the lab.
enum LabFolder {
    /// The path from the root, as it is written into levels.yaml and into servers' configurations.
    static func absolute(_ path: String) throws(LabFailure) -> String {
        var result = path
        if !path.hasPrefix("/") {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            guard let current = getcwd(&buffer, buffer.count) else {
                throw SystemError.last("finding the current folder")
            }
            result = String(cString: current) + "/" + path
        }
        while result.count > 1, result.hasSuffix("/") { result.removeLast() }
        // sshd_config has no way to write these.
        guard !result.contains("\""), !result.unicodeScalars.contains(where: { $0.value < 0x20 }),
            !result.contains("%"),
            !result.contains("\\")
        else {
            throw .unusableFolder(
                Escaped.line(result), reason: "has characters that sshd_config cannot hold",
                hint: "choose another --dir")
        }
        return result
    }

    /// Makes it, or takes an empty one that is ours.
    static func prepare(_ path: String) throws(LabFailure) {
        if StateFile(folder: path).exists() { throw .alreadyUp(folder: path) }
        // Root's lab has servers that run as other accounts: those may pass through the folder, and not look into it.
        let mode: UInt32 = Account.isRoot ? 0o711 : 0o700
        if mkdir(path, mode_t(mode)) != 0 {
            guard errno == EEXIST else { throw SystemError.last("making the folder \(path)") }
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
                status.st_mode & 0o022 == 0
            else {
                throw .unusableFolder(path, reason: "is not a folder of ours alone", hint: "choose another --dir")
            }
            guard Disk.entries(path)?.allSatisfy({ $0 == "lock" || $0 == "lab.json.new" }) == true else {
                throw .unusableFolder(path, reason: "is not empty", hint: "choose another --dir, or empty it")
            }
        }
        guard chmod(path, mode_t(mode)) == 0 else { throw SystemError.last("closing the folder \(path)") }
        if Account.isRoot { try checkPassage(to: path) }
    }

    /// The databases and the sessions of people run as accounts other than root, and have to get to their files.
    private static func checkPassage(to path: String) throws(LabFailure) {
        var current = path
        while current.count > 1 {
            var status = stat()
            guard stat(current, &status) == 0, status.st_mode & 0o001 != 0 else {
                throw .unusableFolder(
                    current, reason: "cannot be entered by the accounts that the databases run as",
                    hint: "choose a --dir under /tmp")
            }
            while let last = current.popLast(), last != "/" {}
        }
    }
}
