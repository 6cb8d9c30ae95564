import Fleet
import Subprocess
import Testing

@testable import LevelsCommands

/// What git remembers of a person's file, by a real git.
@Suite("History of a file") struct GitHistoryTests {
    private static func git(_ words: [String], in folder: String) async throws {
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.net", "-c", "init.defaultBranch=main"]
        let result = try await run(
            .name("git"), arguments: Arguments(["-C", folder] + identity + words), output: .discarded,
            error: .string(limit: 1 << 16))
        try #require(result.terminationStatus == .exited(0), "git \(words): \(result.standardError)")
    }

    private static func shell(_ text: String, in folder: String) async throws {
        let result = try await run(
            .name("sh"), arguments: ["-ec", text, "sh", folder], output: .discarded, error: .string(limit: 1 << 16))
        try #require(result.terminationStatus == .exited(0), "\(result.standardError)")
    }

    private static func commit(_ folder: String) async throws {
        try await git(["add", "--all"], in: folder)
        try await git(["commit", "-qm", "x"], in: folder)
    }

    private static func texts(_ history: GitHistory) -> [String] {
        history.versions.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Versions of a file that is gone by now are found, newest first; another file's are not.
    @Test func everyVersionIsFoundOfAFileThatIsGone() async throws {
        try await withTemporaryFolder { folder in
            try await Self.git(["init", "-q"], in: folder)
            try await Self.shell("mkdir \"$1/keys\"", in: folder)
            for text in ["one\n", "two\n"] {
                _ = try write(text, to: folder + "/keys/alice.yaml")
                _ = try write("other " + text, to: folder + "/keys/bob.yaml")
                try await Self.commit(folder)
            }
            try await Self.shell("rm \"$1/keys/alice.yaml\"", in: folder)
            try await Self.commit(folder)
            let history = await GitHistory.read("alice.yaml", in: folder + "/keys")
            #expect(Self.texts(history) == ["two\n", "one\n"] && history.note == nil)
            let nobody = await GitHistory.read("carol.yaml", in: folder + "/keys")
            #expect(nobody.versions.isEmpty && nobody.note == nil)
        }
    }

    /// With their times, and with where the file was not there.
    @Test func versionsAreDated() async throws {
        try await withTemporaryFolder { folder in
            #expect(await GitHistory.dated("levels.yaml", in: folder, atMost: 9) == nil)
            try await Self.git(["init", "-q"], in: folder)
            #expect(await GitHistory.dated("levels.yaml", in: folder, atMost: 9) == nil)
            _ = try write("one\n", to: folder + "/levels.yaml")
            try await Self.commit(folder)
            try await Self.shell("mv \"$1/levels.yaml\" \"$1/x\"", in: folder)
            try await Self.commit(folder)
            try await Self.shell("mv \"$1/x\" \"$1/levels.yaml\"", in: folder)
            try await Self.commit(folder)
            let found = try #require(await GitHistory.dated("levels.yaml", in: folder, atMost: 9))
            #expect(found.versions.map(\.bytes) == [Array("one\n".utf8), nil, Array("one\n".utf8)] && found.isWhole)
            #expect(found.versions.allSatisfy { $0.at.seconds > 1_700_000_000 })
            let some = try #require(await GitHistory.dated("levels.yaml", in: folder, atMost: 2))
            #expect(some.versions.count == 2 && !some.isWhole)
        }
    }

    /// What a version holds is bytes, not lines: none of it is taken for what git itself says.
    @Test func bytesAreKeptAsTheyAre() async throws {
        try await withTemporaryFolder { folder in
            try await Self.git(["init", "-q"], in: folder)
            let odd = "\n0123456789012345678901234567890123456789 blob 3\nabc\nHEAD missing\n\u{0}\r\n$(touch ran)"
            _ = try write(odd, to: folder + "/alice.yaml")
            try await Self.commit(folder)
            _ = try write("", to: folder + "/alice.yaml")
            try await Self.commit(folder)
            let history = await GitHistory.read("alice.yaml", in: folder)
            #expect(Self.texts(history) == ["", odd] && history.note == nil)
        }
    }

    /// A pathspec's magic and a leading hyphen are parts of a name, and a hook or an alias is nothing that is run.
    @Test(arguments: ["*.yaml", ":(top)alice.yaml", "-n.yaml"]) func aNameIsNoPattern(_ name: String) async throws {
        try await withTemporaryFolder { folder in
            try await Self.git(["init", "-q"], in: folder)
            _ = try write("other", to: folder + "/alice.yaml")
            try await Self.commit(folder)
            try await Self.git(["config", "alias.rev-list", "!touch ran"], in: folder)
            try await Self.git(["config", "core.pager", "touch ran"], in: folder)
            let history = await GitHistory.read(name, in: folder)
            #expect(history.versions.isEmpty && history.note == nil)
            try await Self.shell("! test -e \"$1/ran\"", in: folder)
        }
    }

    @Test func whereThereIsNoHistoryThatIsSaid() async throws {
        try await withTemporaryFolder { folder in
            let none = await GitHistory.read("alice.yaml", in: folder)
            #expect(none.versions.isEmpty && none.note?.contains("in no git repository") == true)
            try await Self.git(["init", "-q"], in: folder)
            let unborn = await GitHistory.read("alice.yaml", in: folder)
            #expect(unborn.versions.isEmpty && unborn.note?.contains("in no git repository with a commit") == true)
        }
    }

    @Test func aHistoryThatWasCutOffIsSaid() async throws {
        try await withTemporaryFolder { folder in
            try await Self.shell("mkdir \"$1/whole\"", in: folder)
            let whole = folder + "/whole"
            try await Self.git(["init", "-q"], in: whole)
            for text in ["one", "two"] {
                _ = try write(text, to: whole + "/alice.yaml")
                try await Self.commit(whole)
            }
            try await Self.git(["clone", "-q", "--depth", "1", "file://" + whole, "cut"], in: folder)
            let history = await GitHistory.read("alice.yaml", in: folder + "/cut")
            #expect(Self.texts(history) == ["two"] && history.note?.contains("a shallow clone") == true)
        }
    }

    @Test(
        arguments: [
            ("", []), ("abc blob 0\n\n", [""]), ("abc blob 2\nx\n\n:./x missing\n", ["x\n"]),
            ("abc tree 1\nx\nabc blob 1\ny\n", ["y"]),
        ] as [(String, [String])]) func whatGitSaysIsReadToItsEnd(_ text: String, _ blobs: [String])
    {
        #expect(GitHistory.objects(Array(text.utf8))?.map { String(decoding: $0, as: UTF8.self) } == blobs)
    }

    @Test(arguments: [
        "abc blob 3\nx\n", "abc blob -1\n\n", "abc blob x\n\n", "abc blob\n\n", "abc blob 99999999999999999999\nx\n",
        "abc blob 1\nx\nrest",
    ]) func whatIsCutShortIsNothing(_ text: String) {
        #expect(GitHistory.objects(Array(text.utf8)) == nil)
    }
}
