import Testing

@testable import LevelsLab

/// One lab for all stories of a suite.
struct WithLab: SuiteTrait, TestScoping {
    @TaskLocal static var lab: Lab?
    let mode: LabMode
    var engines: [LabEngine] = [.mysql, .postgres]
    /// Two hosts that are whole machines, with real accounts, rather than three.
    var isFleet = false
    var hosts: Int?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable @concurrent () async throws -> Void
    )
        async throws
    {
        var options = LabOptions()
        options.mode = mode
        options.engines = engines
        if isFleet {
            options.hosts = 2
            options.stockSSHD = true
        }
        if let hosts { options.hosts = hosts }
        options.targets = [
            LabTarget(name: "down", host: mode == .netns ? "down.lab.internal" : "127.0.0.1", port: 9),
            LabTarget(name: "lost", host: "no-such-name.invalid", port: 3306),
        ]
        try await Lab.with(options) { lab in
            try await Self.$lab.withValue(lab) { try await body() }
        }
    }
}

/// The text files of a folder beside this one.
enum Stories {
    static let folder = #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 } + "/Stories"

    static func names(_ chapter: String) -> [String] {
        // For whoever writes one: LEVELS_STORY=Shared/exec plays that alone, and several with commas between.
        let only = Programs.environment("LEVELS_STORY")?.split(separator: ",").map(String.init)
        return (Disk.entries("\(folder)/\(chapter)") ?? []).filter { $0.hasSuffix(".txt") }.sorted()
            .map { "\(chapter)/\($0.dropLast(4))" }.filter { only?.contains($0) ?? true }
    }

    static let canRun =
        Programs.search("mariadbd") != nil && Programs.search("postgres") != nil && Programs.search("psql") != nil
        && Programs.search("mariadb") != nil

    static let canMakeNamespaces: Bool = {
        do throws(LabFailure) {
            try Namespaces.check()
            return true
        } catch { return false }
    }()

    static let canMakeMachines: Bool = {
        do throws(LabFailure) {
            try MachineBoot.check(LabOptions())
            return canMakeNamespaces && Programs.search("sudo") != nil
        } catch { return false }
    }()

    static func play(_ name: String) async throws {
        let path = "\(folder)/\(name).txt"
        let text = try #require(Disk.text(path))
        let story = try Story(name: name, path: path, text: text)
        let lab = try #require(WithLab.lab)
        try await Stage.with(lab) { stage in
            var run = StoryRun(story, stage)
            try await run.play()
        }
    }
}

private let missing: Comment = "stories need mariadb-server and postgresql: scripts/setup test"

/// Stories that leave the lab as it is, and so share it at the same time.
@Suite(.enabled(if: Stories.canRun, missing), WithLab(mode: .loopback))
struct StoryTests {
    @Test(arguments: Stories.names("Shared")) func story(_ name: String) async throws {
        try await Stories.play(name)
    }
}

/// Stories in which servers are killed and stopped, one after the other.
@Suite(.serialized, .enabled(if: Stories.canRun, missing), WithLab(mode: .loopback))
struct OutageStoryTests {
    @Test(arguments: Stories.names("Outage")) func story(_ name: String) async throws {
        try await Stories.play(name)
    }
}

/// Stories of terminals on hosts.
@Suite(
    .enabled(if: Stories.canRun, missing),
    .enabled(
        if: ["tmux", "vim", "top", "bash"].allSatisfy { Programs.search($0) != nil },
        "terminals need tmux, vim, top and bash: scripts/setup test"), WithLab(mode: .loopback, engines: []))
struct TerminalStoryTests {
    @Test(arguments: Stories.names("Terminal")) func story(_ name: String) async throws {
        try await Stories.play(name)
    }
}

/// Stories of many hosts.
@Suite(.serialized, .enabled(if: Stories.canRun, missing), WithLab(mode: .loopback, engines: [], hosts: 100))
struct CrowdStoryTests {
    @Test(arguments: Stories.names("Crowd")) func story(_ name: String) async throws {
        try await Stories.play(name)
    }
}

/// Stories of `levels-lab`, which make labs of their own beside an empty one.
@Suite(.serialized, .enabled(if: Stories.canRun, missing), WithLab(mode: .loopback, engines: []))
struct LaboratoryStoryTests {
    @Test(arguments: Stories.names("Laboratory")) func story(_ name: String) async throws {
        try await Stories.play(name)
    }
}

/// Stories in which machines are network namespaces.
@Suite(
    .serialized, .enabled(if: Stories.canRun, missing),
    .enabled(if: Stories.canMakeNamespaces, "network namespaces need root on Linux, iproute2 and nftables"),
    WithLab(mode: .netns))
struct NamespaceStoryTests {
    @Test(arguments: Stories.names("Namespaces")) func story(_ name: String) async throws {
        try await Stories.play(name)
    }
}

/// Stories of plan and apply, on machines with accounts of their own.
@Suite(
    .serialized,
    .enabled(
        if: Stories.canMakeMachines,
        "whole machines need root on Linux, iproute2, nftables, sudo and overlay file systems"
    ), WithLab(mode: .netns, engines: [], isFleet: true))
struct FleetStoryTests {
    @Test(arguments: Stories.names("Fleet")) func story(_ name: String) async throws {
        try await Stories.play(name)
    }
}
