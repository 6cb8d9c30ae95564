internal import AuthorizedKeys

/// The files that make a machine's sshd keep the policy: our own, and, where that would not be the first that sshd takes
/// anything from, a line in front of its main one that makes it so.
struct PolicyFiles {
    private(set) var changes: [FileChange] = []
    private(set) var refusals: [PolicyRefusal] = []
    /// Whether our file is there and comes first.
    private(set) var isInPlace = false

    init(_ policy: MeasuredPolicy, text: String) {
        guard let main = policy.main else {
            refusals.append(.odd("sshd_config"))
            return
        }
        let wanted = Array(text.utf8)
        let old: [UInt8]?
        switch main.dropIn {
        case .odd:
            refusals.append(.odd(RawText(Array(main.dropInPath.utf8))))
            return
        case .absent: old = nil
        case .regular(let bytes): old = bytes
        }
        let isFirst = policy.takesFirst(main)
        isInPlace = isFirst && old == wanted
        if !isFirst {
            guard let bytes = main.bytes, let status = main.status, status.owner == 0 else {
                refusals.append(.odd(main.path))
                return
            }
            changes.append(
                FileChange(
                    folder: main.folder, name: main.name, owner: 0, group: status.group, mode: status.mode & 0o777,
                    old: FileHash(of: bytes), bytes: Self.including(main, bytes)))
        }
        if old != wanted {
            // sshd reads it once the main file names it: so it is there first.
            changes.insert(
                FileChange(
                    folder: main.dropInFolder, name: PolicyDropIn.name,
                    parent: main.dropIn == .absent(hasFolder: false) ? main.folder : nil, owner: 0, group: 0,
                    mode: 0o600, old: old.map { FileHash(of: $0) }, bytes: wanted), at: 0)
        }
    }

    /// The rest stays byte for byte.
    private static func including(_ main: MainFile, _ bytes: [UInt8]) -> [UInt8] {
        let lines = "# First of all, since the first value counts. Written by levels-ssh.\nInclude \(main.dropInPath)\n"
        return Array(lines.utf8) + bytes
    }
}

extension MeasuredPolicy {
    /// Whether sshd takes from our file before it takes from any other, or would if it were there.
    func takesFirst(_ main: MainFile) -> Bool {
        let own = RawText(Array(main.dropInPath.utf8))
        if case .regular = main.dropIn {
            for case .setting(let file, _) in order { return file == own }
            return false
        }
        // The first thing that the main file says is that everything in the folder is to be read.
        guard order.first == .include(RawText(Array((main.dropInFolder + "/*.conf").utf8))) else { return false }
        guard case .file(let next)? = order.dropFirst().first else { return true }
        // glob(3) sorts by bytes: sshd sets no locale.
        return own.bytes.lexicographicallyPrecedes(next.bytes)
            || !next.bytes.starts(with: (main.dropInFolder + "/").utf8)
    }
}
