@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where a story plays: a folder of its own, a home of its own, and a lab.
struct Stage {
    let lab: Lab
    let folder: String
    /// The passwords of the lab's databases, and the passphrase.
    let secrets: [String]
    /// For a story's keys.
    let passphrase: String

    static func with(_ lab: Lab, _ body: (Stage) async throws -> Void) async throws {
        let folder = LabOptions.freshFolder() + "-story"
        try Disk.makeFolder(folder)
        for name in ["home", "tmp", "log", "here"] { try Disk.makeFolder(folder + "/" + name) }
        let secrets = lab.databases.compactMap { Disk.text($0.passwordFile)?.filter { !$0.isNewline } }
        do {
            let passphrase = "correct horse " + Random.hex(6)
            try await body(
                Stage(lab: lab, folder: folder, secrets: secrets + [passphrase], passphrase: passphrase))
            await clear(folder, lab)
        } catch {
            await clear(folder, lab)
            throw error
        }
    }

    /// Removes the story's folder, and labs beside its own that it has left.
    private static func clear(_ folder: String, _ lab: Lab) async {
        // A story that went wrong may leave what it has put into the background.
        let mark = Array("\(Command.mark)=\(folder)".utf8)
        for pid in (Disk.entries("/proc") ?? []).compactMap(Int32.init) where pid != getpid() {
            let variables = (Disk.read("/proc/\(pid)/environ") ?? []).split(separator: 0)
            if variables.contains(where: { $0.elementsEqual(mark) }) { kill(pid, SIGTERM) }
        }
        try? Disk.removeAll(folder)
        let parent = lab.folder.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
        for name in Disk.entries(parent) ?? [] where "\(parent)/\(name)".hasPrefix(lab.folder + ".") {
            try? await Lab.open("\(parent)/\(name)").down()
            try? Disk.removeAll("\(parent)/\(name)")
        }
    }

    /// What the commands find, and nothing of ours but that.
    var environment: [String: String] {
        [
            "PATH": Self.executables + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin",
            "HOME": folder + "/home", "TMPDIR": folder + "/tmp", "LEVELS_CONFIG": lab.configFile, "LC_ALL": "C.UTF-8",
            "TERM": "dumb", Command.mark: folder,
        ]
    }

    /// What a story may say `$NAME` for.
    var variables: [String: String] {
        var variables = [
            "HERE": folder + "/here", "HOME": folder + "/home", "TMP": folder + "/tmp", "CONFIG": lab.configFile,
            "KEY": lab.clientKey, "USER": lab.appUser, "ROOT": Self.root, "LAB": lab.folder,
            "PASSPHRASE": passphrase,
            "NAP": Programs.environment("LEVELS_SOAK") == "1" ? "120" : "3",
        ]
        for server in lab.servers {
            let name = server.name.uppercased().replacing("-", with: "_")
            variables[name] = "\(server.address):\(server.port)"
            variables[name + "_PORT"] = "\(server.port)"
            variables[name + "_HOSTKEY"] = server.hostKey
        }
        return variables
    }

    /// The folder with our executables: the one that the test bundle is in.
    static let executables = OwnExecutable.places().first { access($0 + "/levels-ssh", X_OK) == 0 } ?? ""

    /// The package's folder.
    static let root = #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 }

    /// What holds a secret that it should not: files below the folder, and commands and environments of processes.
    func leaks(inProcesses: Bool) -> [String] {
        var found = files(below: folder).filter { holdsSecret(Disk.read($0, limit: 1 << 24) ?? []) }
        guard inProcesses else { return found }
        for process in Disk.entries("/proc") ?? [] where Int32(process) != nil && !isOfAnotherStory(process) {
            for name in ["cmdline", "environ"] where holdsSecret(Disk.read("/proc/\(process)/\(name)") ?? []) {
                found.append("/proc/\(process)/\(name): \(OpenFiles.program(of: Int32(process) ?? 0) ?? "?")")
            }
        }
        return found
    }

    /// Stories share a lab and so its passwords, and one of them plays a user who keeps one in the environment.
    private func isOfAnotherStory(_ process: String) -> Bool {
        let environment = Disk.read("/proc/\(process)/environ") ?? []
        let mark = Array("\(Command.mark)=".utf8)
        let marks = environment.split(separator: 0).filter { $0.starts(with: mark) }
        return marks.contains { !$0.elementsEqual(mark + folder.utf8) }
    }

    func holdsSecret(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return secrets.contains { !$0.isEmpty && text.contains($0) }
    }

    private func files(below folder: String) -> [String] {
        (Disk.entries(folder) ?? []).flatMap { name -> [String] in
            var about = stat()
            let path = folder + "/" + name
            guard lstat(path, &about) == 0 else { return [] }
            switch about.st_mode & S_IFMT {
            case S_IFDIR: return files(below: path)
            case S_IFREG: return [path]
            default: return []
            }
        }
    }
}
