import LevelsLab
import Patterns
import Testing

@testable import SSH

@Suite struct KnownHostsTests {
    private let host = "bastion.example.net"

    private func policy(_ folder: TestFolder, pinned: [PublicKeyBlob] = []) throws -> HostKeyPolicy {
        HostKeyPolicy(pinned: pinned, knownHosts: [try KnownHosts.load(path: folder("known_hosts"))])
    }

    private func keys(_ folder: TestFolder, _ names: String...) throws -> [PublicKeyBlob] {
        try names.map { name in
            _ = try folder.key(name)
            return try folder.publicKey(name)
        }
    }

    @Test func aNameHashedBySSHKeygenIsFound() async throws {
        try await TestFolder.with { folder in
            let keys = try keys(folder, "a", "b")
            try folder.write("known_hosts", "\(host) \(keys[0].line)\n[\(host)]:2222 \(keys[1].line)\n")
            try folder.run("ssh-keygen", "-q", "-H", "-f", folder("known_hosts"))
            #expect(!(try folder.readText("known_hosts").contains(host)))
            let file = folder("known_hosts")
            let policy = try policy(folder)
            #expect(policy.verdict(host: host, port: 22, key: keys[0]) == .matches(.file(path: file, line: 1)))
            #expect(
                policy.verdict(host: host.uppercased(), port: 2222, key: keys[1])
                    == .matches(.file(path: file, line: 2)))
            #expect(policy.verdict(host: "other.example.net", port: 22, key: keys[0]) == .unknownHost)
        }
    }

    /// Which lines are for which name, in the opinion of `ssh-keygen -F`, and in ours.
    @Test(arguments: [
        ("bastion.example.net", 22), ("BASTION.example.net", 22), ("bastion.example.net", 2222), ("10.0.0.7", 22),
        ("secret.example.net", 22), ("a.lab.example.net", 22), ("ab.lab.example.net", 22), ("nowhere.example.org", 22),
        ("bastion.example.net", 2200), ("::1", 22), ("::1", 22022), ("x", 22),
    ])
    func theSameLinesAreFoundAsBySSHKeygen(host: String, port: Int) async throws {
        try await TestFolder.with { folder in
            let key = try keys(folder, "a")[0].line
            try folder.write(
                "known_hosts",
                """
                # a comment
                bastion.example.net,10.0.0.7 \(key)

                *.example.net,!secret.example.net \(key) with a comment
                [bastion.example.net]:2222 \(key)
                ?.lab.example.net \(key)
                [*.example.net]:22?? \(key)
                ::1,[::1]:22022 \(key)
                @cert-authority *.example.net \(key)
                @revoked nowhere.example.org \(key)
                !x,* \(key)
                """)
            let name = KnownHosts.lookupName(host: host, port: port)
            let found = try folder.shell("ssh-keygen -F '\(name)' -f known_hosts || true")
            let theirs = found.split(separator: "\n").filter { $0.hasPrefix("# Host") }
                .compactMap { $0.split(separator: " ").compactMap { Int($0) }.last }
            let ours = try KnownHosts.load(path: folder("known_hosts")).entries.filter { $0.matches(name) }.map(\.line)
            #expect(ours == theirs)
        }
    }

    @Test func anotherKeyIsAChangeAndTellsWhatWasExpected() async throws {
        try await TestFolder.with { folder in
            let keys = try keys(folder, "a", "b", "c")
            try folder.write("known_hosts", "\(host) \(keys[0].line)\r\n\(host) \(keys[1].line)\r\n")
            let verdict = try policy(folder).verdict(host: host, port: 22, key: keys[2])
            #expect(
                verdict
                    == .changed(expected: [
                        ExpectedHostKey(key: keys[0], source: .file(path: folder("known_hosts"), line: 1)),
                        ExpectedHostKey(key: keys[1], source: .file(path: folder("known_hosts"), line: 2)),
                    ]))
        }
    }

    @Test func anyOfSeveralKeysOfAHostWillDo() async throws {
        try await TestFolder.with { folder in
            let keys = try keys(folder, "a", "b")
            try folder.write("known_hosts", keys.map { "\(host) \($0.line)\n" }.joined())
            let verdict = try policy(folder).verdict(host: host, port: 22, key: keys[1])
            #expect(verdict == .matches(.file(path: folder("known_hosts"), line: 2)))
        }
    }

    @Test func aRevokedKeyIsRefusedEvenWherePinned() async throws {
        try await TestFolder.with { folder in
            let key = try keys(folder, "a")[0]
            try folder.write("known_hosts", "\(host) \(key.line)\n@revoked * \(key.line)\n")
            let policy = try policy(folder, pinned: [key])
            #expect(
                policy.verdict(host: host, port: 22, key: key) == .revoked(.file(path: folder("known_hosts"), line: 2)))
            #expect(policy.keyTypes(host: host, port: 22).isEmpty)
        }
    }

    @Test func aCertificateAuthoritysKeyIsNoHostKey() async throws {
        try await TestFolder.with { folder in
            let key = try keys(folder, "a")[0]
            try folder.write("known_hosts", "@cert-authority \(host) \(key.line)\n")
            #expect(try policy(folder).verdict(host: host, port: 22, key: key) == .unknownHost)
        }
    }

    @Test func pinnedKeysShutOutTheFiles() async throws {
        try await TestFolder.with { folder in
            let keys = try keys(folder, "a", "b")
            try folder.write("known_hosts", "\(host) \(keys[0].line)\n")
            let policy = try policy(folder, pinned: [keys[1]])
            #expect(policy.verdict(host: host, port: 22, key: keys[1]) == .matches(.pinned))
            #expect(
                policy.verdict(host: host, port: 22, key: keys[0])
                    == .changed(expected: [ExpectedHostKey(key: keys[1], source: .pinned)]))
        }
    }

    @Test func whatIsHeldDecidesWhichKindsAreAskedFor() async throws {
        try await TestFolder.with { folder in
            _ = try folder.key("rsa", ["-t", "rsa", "-b", "2048"])
            _ = try folder.key("ec", ["-t", "ecdsa", "-b", "384"])
            try folder.write(
                "known_hosts", "\(host) \(try folder.publicKey("rsa").line)\n*.net \(try folder.publicKey("ec").line)\n"
            )
            let types = try policy(folder).keyTypes(host: host, port: 22)
            #expect(types == ["ecdsa-sha2-nistp384", "ssh-rsa"])
            #expect(
                HostKeyPolicy.algorithms(forKeyTypes: types) == ["ecdsa-sha2-nistp384", "rsa-sha2-512", "rsa-sha2-256"])
        }
    }

    @Test func brokenLinesAreLeftOutAndNoted() async throws {
        try await TestFolder.with { folder in
            let key = try keys(folder, "a")[0]
            let long = String(repeating: "x", count: KnownHosts.lineLimit)
            try folder.write(
                "known_hosts",
                "\(host)\n|1|AAAA|BBBB \(key.line)\n@what \(host) \(key.line)\n\(long) \(key.line)\n\(host) \(key.line)"
            )
            let file = try KnownHosts.load(path: folder("known_hosts"))
            #expect(file.notes.map(\.line) == [1, 2, 3, 4])
            #expect(file.entries.map(\.line) == [5])
        }
    }

    @Test func aFileThatIsMissingHoldsNothing() throws {
        #expect(try KnownHosts.load(path: "/nonexistent/known_hosts").entries.isEmpty)
    }

    @Test func aFolderInPlaceOfTheFileIsAnError() {
        #expect(throws: HostKeyError.unreadable(path: "/tmp", reason: "not a regular file")) {
            try KnownHosts.load(path: "/tmp")
        }
    }

    @Test func manyStarsTakeNoExponentialTime() {
        let pattern = Array((String(repeating: "*a", count: 200) + "b").utf8)
        #expect(!Wildcard.matches(pattern, Array(repeating: UInt8(ascii: "a"), count: 20_000)))
    }

    @Test func noFileMakesTheReaderCrash() async throws {
        let sample = try await TestFolder.with { folder in
            let key = try keys(folder, "a")[0].line
            try folder.write("known_hosts", "\(host) \(key)\n[*.x]:22,!y \(key)\n@revoked * \(key)\n")
            try folder.run("ssh-keygen", "-q", "-H", "-f", folder("known_hosts"))
            return try folder.bytes("known_hosts")
        }
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<SeededGenerator.iterations {
            let file = KnownHosts(path: "f", contents: generator.mutated(sample))
            #expect(file.entries.count <= 8 && file.notes.count <= 8)
            for entry in file.entries { _ = entry.matches("[a.x]:22") }
        }
    }
}
