internal import Files

/// The ledger beside levels.yaml.
public struct LedgerFile: Sendable, Hashable {
    private static let largest = 64 << 20

    /// Absolute.
    public let path: String

    /// - Parameter path: of levels.yaml.
    public init(beside path: String) {
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } ?? "."
        self.path = folder + "/" + Ledger.name
    }

    /// An empty one where there is no such file.
    public func read() throws(LedgerError) -> Ledger {
        let contents: BoundedFile.Contents
        do throws(BoundedFile.Failure) {
            contents = try BoundedFile.read(path, followsLinks: false, limit: Self.largest)
        } catch {
            switch error {
            case .missing: return Ledger()
            case .link: throw .unreadable(path: path, reason: "it is a link")
            case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
            case .notRegular: throw .unreadable(path: path, reason: "it is no file")
            case .tooLarge: throw .tooLarge
            }
        }
        return try LedgerText.read(contents.bytes)
    }

    /// Whole or not at all. One with nothing in it is taken away.
    public func write(_ ledger: Ledger) throws(LedgerError) {
        do throws(WholeFile.Failure) {
            if ledger.isEmpty {
                try WholeFile.remove(path)
            } else {
                try WholeFile.write(LedgerText.render(ledger), to: path)
            }
        } catch {
            throw .unwritable(path: error.path, reason: error.reason)
        }
    }
}
