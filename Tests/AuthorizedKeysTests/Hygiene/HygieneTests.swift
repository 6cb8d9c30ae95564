import LevelsLab
import Testing

@testable import AuthorizedKeys

@Suite("Key hygiene")
struct HygieneTests {
    private static let hygiene = KeyHygiene(
        now: 1_800_000_000, blocklist: KeyBlocklist([UInt8](repeating: 0, count: 16)))

    private static func found(_ key: PublicKey, _ comment: RawText = "", until: Int64? = nil) -> [String] {
        shown(hygiene.findings(for: key, comment: comment, until: until))
    }

    private static func shown(_ findings: [KeyFinding]) -> [String] {
        for finding in findings {
            #expect(!finding.reason.isEmpty && !finding.reason.hasSuffix(".") && !finding.source.isEmpty)
            #expect(!RawText(finding.reason).hidesSomething)
        }
        return findings.map { "\($0.check.rawValue) \($0.severity.rawValue)" }
    }

    @Test func whatSSHKeygenMakesTodayIsClean() async throws {
        try await TestFolder.with { folder in
            for (name, options) in [("a", ["-t", "ed25519"]), ("b", ["-t", "rsa", "-b", "3072"])] {
                let line = try await folder.makeKey(name, options)
                #expect(Self.shown(Self.hygiene.findings(forLine: line)) == [])
            }
            let short = try await folder.makeKey("c", ["-t", "rsa", "-b", "1024"])
            #expect(Self.shown(Self.hygiene.findings(forLine: short)) == ["rsa-size fail"])
            let dsa = try await folder.makeKey("d", ["-t", "dsa"])
            #expect(Self.shown(Self.hygiene.findings(forLine: dsa)) == ["dsa fail"])
        }
    }

    @Test func curvesAreNamed() throws {
        var generator = SeededGenerator(seed: 21)
        #expect(Self.found(try Made.ecdsa(.nistp256, &generator)) == ["nist-curve warn"])
        #expect(Self.found(try Made.ecdsa(.nistp384, &generator)) == ["nist-curve warn"])
        #expect(Self.found(try Made.securityKeyECDSA(&generator)) == ["nist-curve warn"])
        #expect(Self.found(try Made.securityKey(&generator)) == [])
        let long = try Made.ecdsa(.nistp521, &generator)
        #expect(Self.found(long) == ["p521 warn"])
        #expect(Self.found(long, "ecdsa-key-20240115") == ["p521 fail"])
        #expect(Self.found(long, "ecdsa-key-2024011") == ["p521 warn"])
    }

    private static let ends: [(Int64, [String])] = [
        (-1, ["expiry fail"]), (0, ["expiry fail"]), (1, ["expiry warn"]), (14 * 86400 - 1, ["expiry warn"]),
        (14 * 86400, []), (.max - 1_800_000_000, []), (.min, ["expiry fail"]),
    ]

    @Test(arguments: ends)
    func theEndOfAKeyIsSaidInTime(_ left: Int64, _ findings: [String]) throws {
        var generator = SeededGenerator(seed: 22)
        let key = try Made.ed25519(&generator)
        #expect(Self.found(key, until: left == .min ? .min : 1_800_000_000 + left) == findings)
    }

    private static let lines: [(String, [String])] = [
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n", ["private-key fail"]),
        ("PuTTY-User-Key-File-2: ssh-rsa\r\n", ["private-key fail"]), ("", ["malformed fail"]),
        ("ssh-ed25519 notbase64atall", ["malformed fail"]), ("ssh-ed25519 AAAA\u{1B}[2J", ["malformed fail"]),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", ["certificate fail"]),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKqNNcKYHu5Zr9RU2BbnSFBF2BwTdIWoXfHZGmBJ1Bbw me\r\n", ["comment warn"]),
        (
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKqNNcKYHu5Zr9RU2BbnSFBF2BwTdIWoXfHZGmBJ1Bbw m\u{202E}e",
            ["comment warn"]
        ),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKqNNcKYHu5Zr9RU2BbnSFBF2BwTdIWoXfHZGmBJ1Bbw Zoë \\o/", []),
    ]

    @Test(arguments: lines)
    func whateverIsHandedOverIsJudged(_ line: String, _ findings: [String]) {
        #expect(Self.shown(Self.hygiene.findings(forLine: line)) == findings)
    }

    @Test func oneKeyForTwoPeopleIsFound() throws {
        var generator = SeededGenerator(seed: 24)
        let keys = try (0..<3).map { _ in try Made.ed25519(&generator) }
        let shared = KeyHygiene.sharedKeys([
            ("bob", keys[0]), ("alice\u{1B}", keys[1]), ("alice\u{1B}", keys[1]), ("carol", keys[2]),
            ("alice\u{1B}", keys[0]),
        ])
        #expect(shared.map(\.keys) == [[keys[0]]])
        #expect(shared.map(\.owners) == [["bob", "alice\u{1B}"]])
        #expect(Self.shown(shared.map(\.finding)) == ["shared-key fail"])
    }

    @Test func aPrimeInCommonIsFound() throws {
        var generator = SeededGenerator(seed: 25)
        let primes = (0..<4).map { _ in Primes.random(1024, &generator) }
        func key(_ p: [UInt8], _ q: [UInt8]) throws -> PublicKey {
            try Made.rsa(modulus: (BigNumber(p) * BigNumber(q)).bytes)
        }
        let one = try key(primes[0], primes[1])
        let two = try key(primes[1], primes[2])
        let three = try key(primes[2], primes[3])
        #expect(KeyHygiene.sharedPrimes([("a", one), ("b", three), ("a", one)]).isEmpty)
        #expect(
            KeyHygiene.sharedPrimes([("a", one), ("b", three), ("c", two)]).map(\.owners) == [["a", "c"], ["b", "c"]])
    }
}
