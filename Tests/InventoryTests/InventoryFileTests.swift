import Foundation
import Inventory
import Testing

@Suite("Finding and opening levels.yaml")
struct InventoryFileTests {
    private func load(
        config: String? = nil, variable: String? = nil, from folder: String
    ) throws(InventoryError) -> InventoryReading {
        try Inventory.load(
            config: config, environment: variable.map { ["LEVELS_CONFIG": $0] } ?? [:], currentFolder: folder,
            now: Sample.now)
    }

    @Test func theNearestFileAboveIsTaken() async throws {
        try await TemporaryFolder.with { top in
            let deep = top + "/a/b/c"
            try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
            try TemporaryFolder.write(Sample.text, to: top + "/levels.yaml")
            try TemporaryFolder.write(Sample.text, to: top + "/a/levels.yaml")
            #expect(try load(from: deep).inventory.path == top + "/a/levels.yaml")
            #expect(try load(from: top).inventory.path == top + "/levels.yaml")
        }
    }

    @Test func whatIsNamedGoesBeforeTheVariableBeforeTheSearch() async throws {
        try await TemporaryFolder.with { top in
            for name in ["levels.yaml", "one.yaml", "two.yaml"] {
                try TemporaryFolder.write(Sample.text, to: top + "/" + name)
            }
            let two = top + "/two.yaml"
            #expect(try load(config: "one.yaml", variable: two, from: top).inventory.path == top + "/one.yaml")
            #expect(try load(variable: two, from: top).inventory.path == two)
            #expect(try load(variable: "", from: top).inventory.path == top + "/levels.yaml")
        }
    }

    @Test func noFileAnywhereSaysWhereItLooked() async throws {
        try await TemporaryFolder.with { top in
            #expect(throws: InventoryError.notFound(folder: top)) { try load(from: top) }
        }
    }

    @Test func aNamedFileThatIsNotThereIsNotSearchedFor() async throws {
        try await TemporaryFolder.with { top in
            try TemporaryFolder.write(Sample.text, to: top + "/levels.yaml")
            #expect(throws: InventoryError.unreadable(path: top + "/no.yaml", reason: "No such file or directory")) {
                try load(config: "no.yaml", from: top)
            }
        }
    }

    @Test func aPipeOrAFolderIsRefusedWithoutWaiting() async throws {
        try await TemporaryFolder.with { top in
            #expect(mkfifo(top + "/pipe", 0o600) == 0)
            #expect(throws: InventoryError.notAFile(path: top + "/pipe")) { try load(config: "pipe", from: top) }
            #expect(throws: InventoryError.notAFile(path: top)) { try load(config: top, from: top) }
        }
    }

    @Test func aFileOverAMebibyteIsRefused() async throws {
        try await TemporaryFolder.with { top in
            let path = top + "/levels.yaml"
            let padding = String(repeating: "#", count: (1 << 20) - Sample.text.utf8.count)
            try TemporaryFolder.write(Sample.text + padding, to: path)
            #expect(try load(from: top).notes == [])
            try TemporaryFolder.write(Sample.text + padding + "#", to: path)
            #expect(throws: InventoryError.tooLarge(path: path, limit: 1 << 20)) { try load(from: top) }
        }
    }

    @Test func aFoundFileThatEverybodyMayWriteIsRefusedUntilItIsNamed() async throws {
        try await TemporaryFolder.with { top in
            let path = top + "/levels.yaml"
            try TemporaryFolder.write(Sample.text, to: path)
            #expect(chmod(path, 0o666) == 0)
            #expect(throws: InventoryError.untrusted(path: path, reason: "everybody may write to it")) {
                try load(from: top)
            }
            #expect(try load(config: path, from: top).inventory.path == path)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "giving a file away takes root"))
    func aFoundFileOfAnotherUserIsRefused() async throws {
        try await TemporaryFolder.with { top in
            let path = top + "/levels.yaml"
            try TemporaryFolder.write(Sample.text, to: path)
            #expect(chown(path, 12345, 12345) == 0)
            #expect(throws: InventoryError.untrusted(path: path, reason: "it belongs to another user (id 12345)")) {
                try load(from: top)
            }
        }
    }

    @Test func findingsNameTheFileAsItWasNamed() async throws {
        try await TemporaryFolder.with { top in
            try TemporaryFolder.write("vpcs: 1\n", to: top + "/x.yaml")
            do throws(InventoryError) {
                _ = try load(config: "./x.yaml", from: top)
                Issue.record("it was read")
            } catch {
                #expect(error.message.hasPrefix("./x.yaml:1:"))
                #expect(error.exit == .configuration)
            }
        }
    }
}
