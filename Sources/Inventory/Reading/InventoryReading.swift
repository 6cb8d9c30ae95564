#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An inventory, and what is to be said beside it.
public struct InventoryReading: Sendable, Equatable {
    public let inventory: Inventory
    /// No errors: what has expired and so counts as gone. By position.
    public let notes: [Finding]
}

extension Inventory {
    /// Finds levels.yaml and reads it.
    ///
    /// - Parameters:
    ///   - config: what `--config` says.
    ///   - environment: `LEVELS_CONFIG` and `HOME` are looked up in it, nothing else.
    ///   - folder: the current folder, absolute.
    ///   - now: seconds since 1970-01-01 00:00 UTC; what has expired by then counts as gone.
    public static func load(
        config: String?, environment: [String: String], currentFolder folder: String, now: Int64 = currentTime()
    ) throws(InventoryError) -> InventoryReading {
        let file = try InventoryFile.find(config: config, variable: environment["LEVELS_CONFIG"], from: folder)
        return try read(file, home: environment["HOME"], now: now)
    }

    /// Reads a file whole, or refuses it whole.
    public static func read(
        _ file: InventoryFile, home: String?, now: Int64 = currentTime()
    ) throws(InventoryError) -> InventoryReading {
        let context = ReadingContext(file: Excerpt.escaped(file.displayName), path: file.path, home: home, now: now)
        return try read(try file.bytes(), context)
    }

    /// Reads the bytes of a file that is at `path`, or will be.
    public static func read(
        _ bytes: [UInt8], path: String, home: String?, now: Int64 = currentTime()
    ) throws(InventoryError) -> InventoryReading {
        try read(bytes, ReadingContext(file: InventoryFile.name, path: path, home: home, now: now))
    }

    static func read(_ bytes: [UInt8], _ context: ReadingContext) throws(InventoryError) -> InventoryReading {
        guard bytes.count <= Limits.file else { throw .tooLarge(path: context.path, limit: Limits.file) }
        let tree = YAMLTree(bytes, file: context.file)
        var reader = Reader(context)
        reader.findings.append(contentsOf: tree.findings)
        var inventory: Inventory?
        if let root = tree.root {
            inventory = reader.document(root)
        } else if !tree.isBroken {
            reader.findings.add(.start, rule: "is empty: vpcs and environments are missing")
        }
        guard reader.findings.isEmpty else { throw .invalid(reader.findings.sorted) }
        guard let inventory else {
            // A fault of ours, but one that must not pass for a valid file.
            reader.findings.add(.start, rule: "cannot be read")
            throw .invalid(reader.findings.sorted)
        }
        return InventoryReading(inventory: inventory, notes: reader.notes.sorted)
    }

    /// Seconds since 1970-01-01 00:00 UTC.
    public static func currentTime() -> Int64 { Int64(time(nil)) }
}
