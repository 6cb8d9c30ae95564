import AuthorizedKeys
import Files
import Inventory
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whether the roster still stands behind keys that a session was logged in with. A session outlives what was revoked, or
/// expired, after its login; whoever would not be let in today does not go in by one that is open.
struct KeyStanding {
    let rooms: Rooms
    let inventory: Inventory

    /// Nil where nothing speaks against them: a key that is nobody's is its server's affair.
    func objection(to keys: [[UInt8]]) -> String? {
        let end = inventory.path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? inventory.path.utf8.startIndex
        guard access(inventory.path[..<end] + "/" + Roster.folderName, F_OK) == 0 else { return nil }
        if keys.allSatisfy({ isPlainlyGood($0, in: inventory.path[..<end] + "/" + Roster.folderName) }) { return nil }
        let roster: Roster
        do throws(CommandFailure) { roster = try rooms.roster(inventory.path).roster } catch {
            return "the roster cannot be asked about its key: \(error.message)"
        }
        for bytes in keys {
            guard let key = try? PublicKey(blob: bytes) else { return "its key is not understood" }
            if roster.isRevoked(key) { return "its key was revoked" }
            if let person = roster.expired.first(where: { $0.keys.contains { $0.key == key } }) {
                return "the time of \(person.id) is over, whose key it has"
            }
        }
        return nil
    }

    /// Whether nothing can be said against a key, without reading the whole roster, which takes longer than what is to be
    /// done: it stands in somebody's file that has no end, and not among those that were revoked.
    private func isPlainlyGood(_ key: [UInt8], in folder: String) -> Bool {
        guard let text = (try? PublicKey(blob: key))?.text, let base64 = text.split(separator: " ").last else {
            return false
        }
        var isSomebodys = false
        for name in FolderListing.names(in: folder) {
            guard let file = try? BoundedFile.read(folder + "/" + name, limit: 1 << 20) else { return false }
            guard file.bytes.holds(base64) else { continue }
            guard name.hasSuffix(".yaml"), !file.bytes.holds("until") else { return false }
            isSomebodys = true
        }
        return isSomebodys
    }
}

extension [UInt8] {
    /// Whether these bytes are somewhere in it, whatever stands around them.
    fileprivate func holds(_ text: some StringProtocol) -> Bool {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return false }
        return (0...count - wanted.count).contains { self[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
