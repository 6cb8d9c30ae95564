import Foundation
import Testing

@testable import Journal
@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct FileTests {
    @Test func isOursAlone() async throws {
        try await Place.with { place in
            try place.fill(1)
            for (path, mode) in [
                (place.journal.folder.path, 0o700), (place.journal.path, 0o600), (place.head, 0o600),
            ] {
                var status = stat()
                #expect(stat(path, &status) == 0)
                #expect(Int(status.st_mode & 0o777) == mode, "\(path)")
            }
        }
    }

    @Test func whereItLies() throws {
        func path(_ environment: [String: String]) throws -> String { try JournalFile(environment: environment).path }
        #expect(try path(["HOME": "/h"]) == "/h/.local/state/levels-ssh/journal.jsonl")
        #expect(try path(["HOME": "/h", "XDG_STATE_HOME": "/s"]) == "/s/levels-ssh/journal.jsonl")
        #expect(try path(["HOME": "/h", "XDG_STATE_HOME": "s"]) == "/h/.local/state/levels-ssh/journal.jsonl")
        #expect(throws: JournalError.noHome) { try path(["HOME": ""]) }
    }

    @Test func whatOthersMayUseIsRefused() async throws {
        try await Place.with { place in
            try place.fill(1)
            let (folder, file) = (place.journal.folder.path, place.journal.path)
            for (path, mode) in [(folder, 0o710), (folder, 0o702), (file, 0o640), (file, 0o602)] {
                chmod(path, mode_t(mode))
                #expect(throws: JournalError.notPrivate(path: path, mode: UInt16(mode))) {
                    try place.journal.append([.sample(2)])
                }
                #expect(throws: JournalError.self) { try place.journal.check() }
                chmod(path, path == folder ? 0o700 : 0o600)
            }
            _ = try place.journal.append([.sample(2)])
        }
    }

    @Test func linksAreRefused() async throws {
        try await Place.with { place in
            try place.fill(1)
            let (folder, file) = (place.journal.folder.path, place.journal.path)
            #expect(rename(file, file + ".real") == 0)
            #expect(symlink(file + ".real", file) == 0)
            #expect(throws: JournalError.file(path: file, reason: "it is a link")) { try place.journal.prove() }
            #expect(unlink(file) == 0)
            #expect(link(file + ".real", file) == 0)
            #expect(throws: JournalError.file(path: file, reason: "it has another name as well")) {
                try place.journal.prove()
            }
            #expect(unlink(file) == 0)
            #expect(mkfifo(file, 0o600) == 0)
            #expect(throws: JournalError.file(path: file, reason: "it is no file")) { try place.journal.prove() }
            #expect(rename(folder, folder + ".real") == 0)
            #expect(symlink(folder + ".real", folder) == 0)
            #expect(throws: JournalError.self) { try place.journal.prove() }
        }
    }

    @Test(.enabled(if: getuid() == 0, "somebody else's files are made by root"))
    func anotherOwnersAreRefused() async throws {
        try await Place.with { place in
            try place.fill(1)
            let (folder, file) = (place.journal.folder.path, place.journal.path)
            #expect(chown(file, 65534, 65534) == 0)
            #expect(throws: JournalError.file(path: file, reason: "it belongs to another user")) {
                try place.journal.append([.sample(2)])
            }
            #expect(chown(file, 0, 0) == 0)
            #expect(chown(folder, 65534, 65534) == 0)
            #expect(throws: JournalError.folder(path: folder, reason: "it belongs to another user")) {
                try place.journal.append([.sample(2)])
            }
        }
    }

    @Test func aJournalThatIsNotThereHasNoLinesAndIsNotMadeByLooking() async throws {
        try await Place.with { place in
            let state = try place.journal.check()
            #expect(state.count == 0)
            #expect(!Disk.exists(place.folder + "/state"))
        }
    }

    /// flock(2) is of open files, so threads that each open it are to one another as processes are.
    @Test func manyWriteAtTheSameTime() async throws {
        try await Place.with { place in
            let journal = place.journal
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<25 { _ = try journal.append([.sample(writer * 100 + number)]) }
                    }
                }
                try await group.waitForAll()
            }
            var seen: Set<Int64> = []
            let state = try journal.check { line in _ = line.entry.number("sample").map { seen.insert($0) } }
            #expect(state.faults == [])
            #expect(state.notes == [])
            #expect(state.count == 200)
            #expect(seen.count == 200)
        }
    }

    @Test func whoeverHoldsItForEverHoldsNobodyUpForEver() async throws {
        try await Place.with { place in
            try place.fill(1)
            let held = open(place.journal.path, O_RDWR)
            defer { close(held) }
            #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
            #expect(throws: JournalError.locked(path: place.journal.path)) { try place.journal.append([.sample(2)]) }
            #expect(flock(held, LOCK_UN) == 0)
            _ = try place.journal.append([.sample(2)])
        }
    }
}
