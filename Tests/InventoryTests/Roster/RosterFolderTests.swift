import Foundation
import Inventory
import Testing

@Suite("The folder of a roster")
struct RosterFolderTests {
    /// A levels.yaml with `keys/` beside it, which has Bob's file.
    private func with(_ body: (_ top: String, _ keys: String) throws -> Void) async throws {
        try await TemporaryFolder.with { top in
            try TemporaryFolder.write(Sample.text, to: top + "/levels.yaml")
            try FileManager.default.createDirectory(atPath: top + "/keys", withIntermediateDirectories: false)
            try TemporaryFolder.write(RosterSample.bob, to: top + "/keys/bob.yaml")
            try body(top, top + "/keys")
        }
    }

    private func load(_ top: String, from folder: String? = nil) throws -> RosterReading {
        let inventory = try Inventory.load(
            config: top + "/levels.yaml", environment: [:], currentFolder: top, now: Sample.now
        ).inventory
        return try Roster.load(for: inventory, currentFolder: folder ?? top, now: Sample.now)
    }

    private func message(_ body: () throws -> RosterReading) -> String {
        do {
            _ = try body()
            return ""
        } catch let error as RosterError {
            #expect(error.exit == .badData)
            return error.message
        } catch { return "\(error)" }
    }

    @Test func liesBesideTheLevelsFile() async throws {
        try await with { top, keys in
            let reading = try load(top)
            #expect(reading.roster.folder == keys)
            #expect(reading.roster.people.map(\.file) == ["keys/bob.yaml"])
            #expect(try load(top, from: "/").roster.people.map(\.file) == [keys + "/bob.yaml"])
        }
    }

    @Test func thatIsNotThereIsSaid() async throws {
        try await with { top, keys in
            try FileManager.default.removeItem(atPath: keys)
            #expect(throws: RosterError.notFound(folder: keys)) { try load(top) }
        }
    }

    @Test func isFollowedThroughNoLink() async throws {
        try await with { top, keys in
            try FileManager.default.createSymbolicLink(atPath: keys + "/eve.yaml", withDestinationPath: "bob.yaml")
            #expect(message { try load(top) } == "keys/eve.yaml:1:1: is a link: put the file itself here")
            try FileManager.default.moveItem(atPath: keys, toPath: top + "/elsewhere")
            try FileManager.default.createSymbolicLink(atPath: keys, withDestinationPath: top + "/elsewhere")
            #expect(message { try load(top) }.hasPrefix(keys + " cannot be read: "))
        }
    }

    @Test func hasNothingButFiles() async throws {
        try await with { top, keys in
            #expect(mkfifo(keys + "/eve.yaml", 0o600) == 0)
            try FileManager.default.createDirectory(atPath: keys + "/fay.yaml", withIntermediateDirectories: false)
            let said = message { try load(top) }
            #expect(
                said == "keys/eve.yaml:1:1: is not a regular file\nkeys/fay.yaml:1:1: is not a regular file")
        }
    }

    @Test func hasNoFileOverItsBound() async throws {
        try await with { top, keys in
            let padding = String(repeating: "#", count: (1 << 16) - RosterSample.bob.utf8.count)
            try TemporaryFolder.write(RosterSample.bob + padding, to: keys + "/bob.yaml")
            #expect(try load(top).roster.people.count == 1)
            try TemporaryFolder.write(RosterSample.bob + padding + "#", to: keys + "/bob.yaml")
            #expect(message { try load(top) } == "keys/bob.yaml:1:1: is larger than 65536 bytes")
        }
    }

    @Test func isNotTakenWhereEverybodyMayWrite() async throws {
        try await with { top, keys in
            #expect(chmod(keys + "/bob.yaml", 0o646) == 0)
            #expect(message { try load(top) } == "keys/bob.yaml:1:1: everybody may write to it: chmod o-w")
            #expect(chmod(keys, 0o777) == 0)
            #expect(message { try load(top) } == "\(keys) is not trusted: everybody may write to it")
        }
    }

    @Test func isPassedOverWhereNamesBeginWithADot() async throws {
        try await with { top, keys in
            try TemporaryFolder.write("x", to: keys + "/.bob.yaml.swp")
            #expect(try load(top).roster.people.count == 1)
        }
    }
}
