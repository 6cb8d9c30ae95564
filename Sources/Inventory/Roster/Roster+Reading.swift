extension Roster {
    /// The name of the folder beside levels.yaml.
    public static let folderName = "keys"

    /// Reads the roster that belongs to an inventory, whole, or refuses it whole.
    ///
    /// - Parameters:
    ///   - inventory: `keys/` lies beside its file, and grants name its environments.
    ///   - currentFolder: absolute; a roster in it is called by its short name in findings.
    ///   - now: seconds since 1970-01-01 00:00 UTC; who has expired by then counts as gone.
    public static func load(
        for inventory: Inventory, currentFolder: String, now: Int64 = Inventory.currentTime()
    ) throws(RosterError) -> RosterReading {
        let end = inventory.path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? inventory.path.utf8.startIndex
        return try read(
            folder: inventory.path[..<end] + "/" + folderName, for: inventory, currentFolder: currentFolder, now: now)
    }

    /// The same from files that need not be anywhere yet, by their names.
    public static func read(
        files: [String: [UInt8]], folder: String, for inventory: Inventory, now: Int64 = Inventory.currentTime()
    ) throws(RosterError) -> RosterReading {
        var reader = RosterReader(inventory, called: Excerpt.escaped(folderName), now: now)
        for (name, bytes) in files.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            reader.read(name) { limit throws(BrokenRule) in
                guard bytes.count <= limit else { throw BrokenRule("is larger than \(limit) bytes") }
                return bytes
            }
        }
        return try reader.finish(folder: folder)
    }

    /// The same from a folder anywhere.
    public static func read(
        folder: String, for inventory: Inventory, currentFolder: String = "", now: Int64 = Inventory.currentTime()
    ) throws(RosterError) -> RosterReading {
        let isHere = !currentFolder.isEmpty && folder.hasPrefix(currentFolder + "/")
        let called = isHere ? String(folder.dropFirst(currentFolder.count + 1)) : folder
        let files = try RosterFolder(folder)
        var reader = RosterReader(inventory, called: Excerpt.escaped(called), now: now)
        for name in try files.names() {
            reader.read(name) { limit throws(BrokenRule) in try files.bytes(of: name, limit: limit) }
        }
        return try reader.finish(folder: folder)
    }
}
