import LevelsLab
import Testing

@testable import AuthorizedKeys

@Suite("The list of compromised keys")
struct BlocklistTests {
    /// A list as badkeys has it: the beginning of the SHA-256 of the number, and one byte for where it is from.
    private static func list(_ numbers: [[UInt8]]) -> [UInt8] {
        numbers.map { Array(Digest.sha256($0).prefix(15)) }
            .sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 + [7] }
    }

    private static func compromised(_ key: PublicKey, _ list: KeyBlocklist?) -> [KeyFinding.Severity] {
        KeyHygiene(now: 0, blocklist: list).findings(for: key).filter { $0.check == .compromised }.map(\.severity)
    }

    @Test func whatIsListedIsFoundAndNothingElse() throws {
        var generator = SeededGenerator(seed: 31)
        let moduli = (0..<40).map { _ in Made.modulus(2048, &generator) }
        let list = try #require(KeyBlocklist(Self.list(Array(moduli.prefix(33)))))
        for (number, modulus) in moduli.enumerated() {
            let key = try Made.rsa(modulus: modulus)
            #expect(list.answer(for: key) == (number < 33 ? .listed : .notListed))
            #expect(Self.compromised(key, list) == (number < 33 ? [.fail] : []))
        }
    }

    @Test func everyTypeHasANumber() throws {
        var generator = SeededGenerator(seed: 32)
        let keys = try Made.oneOfEach(&generator)
        let list = try #require(KeyBlocklist(Self.list(keys.map(KeyBlocklist.number(of:)))))
        for key in keys { #expect(list.answer(for: key) == .listed) }
        let first = try Made.ed25519(&generator)
        #expect(KeyBlocklist.number(of: first) == Array(first.blob.suffix(32).drop { $0 == 0 }))
    }

    @Test func withoutAListNothingIsKnown() throws {
        var generator = SeededGenerator(seed: 33)
        #expect(Self.compromised(try Made.rsa(modulus: Made.modulus(2048, &generator)), nil) == [.unknown])
        #expect(Self.compromised(try Made.dsa(&generator), nil) == [.unknown])
        // Debian's broken generator was gone before there was such a type.
        #expect(Self.compromised(try Made.ed25519(&generator), nil) == [])
    }

    @Test func aBrokenListIsNotTheSameAsAClean() throws {
        var generator = SeededGenerator(seed: 34)
        let moduli = (0..<64).map { _ in Made.modulus(2048, &generator) }
        let sorted = Self.list(moduli)
        let reversed = stride(from: sorted.count - 16, through: 0, by: -16).flatMap { sorted[$0..<($0 + 16)] }
        let key = try Made.rsa(modulus: moduli[0])
        let unsorted = try #require(KeyBlocklist(reversed))
        #expect(unsorted.answer(for: key) != .notListed)
        let unreadable = KeyBlocklist(count: 64) { _ in nil }
        #expect(unreadable.answer(for: key) == .unreadable)
        #expect(Self.compromised(key, unreadable) == [.unknown])
        for bytes in [[], Array(sorted.dropLast())] { #expect(KeyBlocklist(bytes).map { _ in true } == nil) }
    }
}
