internal import AuthorizedKeys

/// Where a file of keys lies, whether it may be written there, and whose it is to be.
struct FilePlace {
    private let file: MeasuredFile
    private let account: MeasuredAccount
    private let entry: PasswordEntry

    init(_ file: MeasuredFile, _ account: MeasuredAccount, _ entry: PasswordEntry) {
        self.file = file
        self.account = account
        self.entry = entry
    }

    func refusal(for size: Int) -> PlanRefusal? {
        if let problem = file.problem ?? ownership { return .file(user: account.user, path: file.path, problem) }
        guard let place else {
            if account.home == nil { return .noHome(user: account.user, entry.home) }
            return .file(user: account.user, path: file.path, .noFolder)
        }
        // As much again for the copies that lie beside it meanwhile.
        if place.parent == nil, let free = file.freeBytes, free < Int64(size) + 8192 {
            return .file(user: account.user, path: file.path, .noRoom(free))
        }
        return nil
    }

    func change(to bytes: [UInt8]) -> FileChange? {
        guard let place else { return nil }
        let isAccounts = file.status.map { $0.owner == entry.user } ?? place.isInHome
        // A file that is root's is read by sshd as the account all the same: where that could not, it is to be able to.
        let isOpen = file.openingProblem(entry) == nil
        let mode = isAccounts ? 0o600 : ((file.status?.mode ?? 0o644) & 0o755) | (isOpen ? 0 : 0o044)
        return FileChange(
            folder: place.folder, name: file.name, parent: place.parent,
            owner: file.status?.owner ?? (place.isInHome ? entry.user : 0),
            group: file.status?.group ?? (place.isInHome ? entry.group : 0), mode: mode, old: file.hash, bytes: bytes)
    }

    private var ownership: PlanRefusal.FileProblem? {
        guard let owner = file.status?.owner, owner != 0, owner != entry.user else { return nil }
        return .ownedByOther(owner)
    }

    /// The folder; of one that does not exist, and would lie in the home, also what it is to be made in.
    private var place: (folder: String, parent: String?, isInHome: Bool)? {
        if let folder = file.folder {
            let isInHome = account.home.map { folder == $0 || folder.hasPrefix($0 + "/") } ?? false
            return (folder, nil, isInHome)
        }
        let parts = file.path.bytes.split(separator: UInt8(ascii: "/")).dropLast()
        let home = entry.home.bytes.split(separator: UInt8(ascii: "/"))
        guard let real = account.home, let last = parts.last, parts.dropLast().elementsEqual(home),
            let name = String(validating: last, as: UTF8.self), name != ".", name != ".."
        else { return nil }
        return (real + "/" + name, real, true)
    }
}

extension MeasuredFile {
    /// Why it cannot be replaced.
    var problem: PlanRefusal.FileProblem? {
        switch kind {
        case .missing: nil
        case .regular: isImmutable ? .immutable : nil
        case .unreadable: .unreadable
        case .tooLarge(let size): .tooLarge(size)
        case .symlink(let target): .symlink(to: target)
        case .directory: .directory
        case .special: .special
        }
    }
}
