/// The files of a roster as they are, before anybody asks whether they make sense together.
public struct RosterFiles: Sendable, Equatable {
    /// The absolute path of `keys/`.
    public let folder: String
    /// By name.
    public private(set) var files: [String: [UInt8]]

    public init(folder: String, files: [String: [UInt8]] = [:]) {
        self.folder = folder
        self.files = files
    }

    /// Reads the folder beside levels.yaml.
    public static func read(for inventory: Inventory) throws(RosterError) -> RosterFiles {
        let end = inventory.path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? inventory.path.utf8.startIndex
        let path = inventory.path[..<end] + "/" + Roster.folderName
        let folder = try RosterFolder(path)
        var files: [String: [UInt8]] = [:]
        for name in try folder.names() {
            do throws(BrokenRule) {
                let isRevoked = name == RosterReader.revokedName
                files[name] = try folder.bytes(
                    of: name, limit: isRevoked ? RosterLimits.revokedFile : RosterLimits.personFile)
            } catch {
                let file = Roster.folderName + "/" + Excerpt.escaped(name)
                var findings = FindingList(file: file)
                findings.add(.start, rule: error.rule, suggestion: error.suggestion)
                throw .invalid(findings.sorted)
            }
        }
        return RosterFiles(folder: path, files: files)
    }

    /// The roster that they make, or all that is wrong with them.
    public func roster(
        for inventory: Inventory, now: Int64 = Inventory.currentTime()
    ) throws(RosterError) -> RosterReading {
        try Roster.read(files: files, folder: folder, for: inventory, now: now)
    }

    /// A person's file; nil where there is none.
    public func file(of id: String) -> [UInt8]? { files[id + PersonID.ending] }

    var revoked: [UInt8] { files[RosterReader.revokedName] ?? [] }

    /// - Parameter edits: of names, to what is to stand there; nil for a file that goes.
    func changed(_ edits: [RosterChange.Edit]) -> RosterFiles {
        var result = self
        for edit in edits { result.files[edit.name] = edit.new }
        return result
    }
}
