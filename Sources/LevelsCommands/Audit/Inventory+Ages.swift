import Fleet
import Inventory

extension Inventory {
    /// The versions of levels.yaml that are read, at most: the oldest of many are told as such.
    private static let mostVersions = 500

    /// Since when the entries of its whitelists have stood there, by git; nil where levels.yaml is in no repository.
    func whitelistAges() async -> WhitelistAges? {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let folder = slash == path.utf8.startIndex ? "/" : String(path[..<slash])
        let name = String(path[path.utf8.index(after: slash)...])
        guard let history = await GitHistory.dated(name, in: folder, atMost: Self.mostVersions) else { return nil }
        let home = ProcessEnvironment.read()["HOME"]
        let versions = history.versions.map { version -> WhitelistAges.Version in
            guard let bytes = version.bytes else { return .init(at: version.at, nil) }
            guard let reading = try? Inventory.read(bytes, path: path, home: home) else {
                return .init(unreadableAt: version.at)
            }
            return .init(at: version.at, reading.inventory)
        }
        return WhitelistAges(self, versions, isWhole: history.isWhole)
    }
}
