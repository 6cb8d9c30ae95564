#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The journal: one line of JSON for everything that happened, each with the hash of the one before.
///
/// Processes that write at the same time take turns by flock(2). A line is on the disk before whoever wrote it goes on.
public struct JournalFile: Sendable, Hashable {
    static let name = "journal.jsonl"

    public let folder: JournalFolder

    public init(folder: JournalFolder) { self.folder = folder }

    /// - Parameter environment: of the process.
    public init(environment: [String: String]) throws(JournalError) {
        folder = try JournalFolder(environment: environment)
    }

    public var path: String { folder.path + "/" + Self.name }
    private var headPath: String { folder.path + "/" + HeadFile.name }

    /// What was written, and what was found wrong on the way.
    public struct Appended: Sendable {
        public let lines: [JournalLine]
        public let notes: [JournalNote]
    }

    /// Whether something could be appended now: nothing is written.
    public func prove() throws(JournalError) {
        try folder.with(making: true) { folder throws(JournalError) in
            try LockedFile.with(Self.name, at: path, in: folder, writing: true) { file throws(JournalError) in
                guard try file.tail() != nil else { throw .damaged(path: path) }
            }
        }
    }

    /// Appends entries, all or, if the disk is full, the first of them.
    public func append(_ entries: [JournalEntry]) throws(JournalError) -> Appended {
        guard let time = entries.last?.time else { return Appended(lines: [], notes: []) }
        return try folder.with(making: true) { folder throws(JournalError) in
            try LockedFile.with(Self.name, at: path, in: folder, writing: true) { file throws(JournalError) in
                let isNew = try file.size == 0
                guard let tail = try file.tail() else { throw .damaged(path: path) }
                let headFile = HeadFile(path: headPath, folder: folder)
                let head = headFile.read()
                let next = tail.continuing(with: entries, head: head.head, time: time)
                guard next.lines.allSatisfy({ JournalLine(reading: $0.bytes) == $0 }) else {
                    throw .file(path: path, reason: "an entry is none")
                }
                try file.append(next.bytes)
                // Its name as well. Some file systems flush no folders, and say EINVAL.
                guard !isNew || fsync(folder) == 0 || errno == EINVAL else {
                    throw .file(path: path, reason: JournalFolder.lastError())
                }
                return Appended(
                    lines: next.lines,
                    notes: next.notes + (head.isBroken ? [.headUnreadable] : []) + headFile.write(next.head))
            }
        }
    }

    /// Every line, and what is wrong with them. A journal that is not there has none.
    /// - Parameters:
    ///   - held: lines that somebody has noted, and that must be in it.
    ///   - body: is given each line that can be read.
    public func check(
        holding held: [JournalHead] = [], _ body: (JournalLine) -> Void = { _ in }
    ) throws(JournalError) -> JournalState {
        guard access(path, F_OK) == 0 || access(headPath, F_OK) == 0 else {
            return JournalState(path: path, faults: held.map { .notHeld($0) }, notes: [], count: 0, head: nil)
        }
        return try folder.with(making: false) { folder throws(JournalError) in
            let head: JournalHead?
            var check: ChainCheck
            if access(path, F_OK) == 0 {
                (head, check) = try LockedFile.with(Self.name, at: path, in: folder, writing: false) {
                    file throws(JournalError) in
                    let head = HeadFile(path: headPath, folder: folder).read().head
                    var check = ChainCheck(looking: held + (head.map { [$0] } ?? []))
                    try file.forEachLine { bytes, hasEnd in
                        if let line = check.take(bytes, hasEnd: hasEnd) { body(line) }
                    }
                    return (head, check)
                }
            } else {
                head = HeadFile(path: headPath, folder: folder).read().head
                check = ChainCheck()
            }
            check.end(head: head)
            let missing = held.filter { !check.holds($0) }.map { ChainFault.notHeld($0) }
            return JournalState(
                path: path, faults: check.faults + missing, notes: check.notes, count: check.count,
                head: check.last.number > 0 ? check.last : nil)
        }
    }
}

/// What a journal is found to be.
public struct JournalState: Sendable, Hashable {
    public let path: String
    /// In the order of the lines.
    public let faults: [ChainFault]
    public let notes: [ChainNote]
    /// Lines of the file.
    public let count: Int
    /// Its last line; nil where it has none.
    public let head: JournalHead?
}
