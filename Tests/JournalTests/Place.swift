import Foundation

@testable import Journal
@testable import LevelsLab

/// A place for a journal of one test.
struct Place {
    let folder: String
    var journal: JournalFile { JournalFile(folder: JournalFolder(path: folder + "/state/levels-ssh")) }
    var head: String { folder + "/state/levels-ssh/journal.head" }

    static func with(_ body: (Place) async throws -> Void) async throws {
        let folder = LabOptions.freshFolder() + "-journal"
        try Disk.makeFolder(folder)
        do { try await body(Place(folder: folder)) } catch {
            try? Disk.removeAll(folder)
            throw error
        }
        try Disk.removeAll(folder)
    }

    var bytes: [UInt8] { Disk.read(journal.path, limit: 1 << 26) ?? [] }
    var lines: [[UInt8]] { bytes.split(separator: UInt8(ascii: "\n")).map(Array.init) }

    /// A journal of so many entries.
    func fill(_ count: Int) throws {
        for number in 1...count { _ = try journal.append([.sample(number)]) }
    }

    func write(_ lines: [[UInt8]]) throws {
        try write(bytes: lines.flatMap { $0 + [UInt8(ascii: "\n")] })
    }

    func write(bytes: [UInt8]) throws {
        let isMade = FileManager.default.createFile(
            atPath: journal.path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw CocoaError(.fileWriteUnknown) }
    }
}

extension JournalEntry {
    static func sample(_ number: Int) -> JournalEntry {
        JournalEntry(time: "2026-11-26T20:00:00Z", event: "sample", ["sample": .number(Int64(number))])
    }
}
