import LevelsLab
import Testing

@testable import AuthorizedKeys

@Suite("RSA keys whose private halves can be computed")
struct WeakRSATests {
    private static func found(_ modulus: [UInt8], exponent: [UInt8] = [1, 0, 1]) throws -> [KeyFinding] {
        let list = KeyBlocklist([UInt8](repeating: 0, count: 16))
        return KeyHygiene(now: 0, blocklist: list).findings(for: try Made.rsa(modulus: modulus, exponent: exponent))
    }

    private static func checks(_ modulus: [UInt8], _ severity: KeyFinding.Severity = .fail) throws -> [KeyFinding.Check]
    {
        try found(modulus).filter { $0.severity == severity }.map(\.check)
    }

    @Test func ordinaryPrimesPass() throws {
        var generator = SeededGenerator(seed: 41)
        let modulus = BigNumber(Primes.random(1024, &generator)) * BigNumber(Primes.random(1024, &generator))
        #expect(try Self.checks(modulus.bytes) == [])
    }

    /// The mean of the primes lies (p - q)^2 / 8p behind the root of their product: with p - q = k * 2^514 and p a
    /// little below 2^1024, that is a little more than 2 k^2 steps.
    @Test(arguments: [(UInt64(0), true), (1, true), (5, true), (6, true), (8, false), (20, false)])
    func primesThatLieCloseTogetherAreFoundWithinAHundredRounds(_ apart: UInt64, _ isFound: Bool) throws {
        var generator = SeededGenerator(seed: 42)
        let p = Primes.random(1024, &generator)
        let q = Primes.next(BigNumber(p) + BigNumber(2) + BigNumber(apart) * Primes.power(514))
        #expect(p != q)
        let modulus = BigNumber(p) * BigNumber(q)
        #expect(try Self.checks(modulus.bytes) == (isFound ? [.closePrimes] : []))
    }

    @Test func theSquareOfAPrimeIsFound() throws {
        var generator = SeededGenerator(seed: 43)
        let prime = BigNumber(Primes.random(1024, &generator))
        #expect(try Self.checks((prime * prime).bytes) == [.closePrimes])
    }

    @Test(arguments: [(UInt64(3), true), (65521, true), (65537, true), (65539, false)])
    func smallFactorsAreFoundUpTo65537(_ factor: UInt64, _ isFound: Bool) throws {
        var generator = SeededGenerator(seed: 44)
        let modulus = BigNumber(factor) * BigNumber(Primes.random(2048, &generator))
        #expect(try Self.checks(modulus.bytes) == (isFound ? [.smallFactors] : []))
    }

    @Test func anEvenModulusIsFound() throws {
        var generator = SeededGenerator(seed: 45)
        var modulus = Made.modulus(2048, &generator)
        modulus[255] &= 0xFE
        #expect(try Self.checks(modulus) == [.smallFactors])
    }

    @Test(
        arguments: [
            ([], .fail), ([1], .fail), ([2], .fail), ([3], .warn), ([17], .warn), ([1, 0, 0], .fail), ([1, 0, 1], nil),
            ([1, 0, 0, 0, 1], .warn), ([UInt8](repeating: 0xFF, count: 256), .fail),
        ] as [([UInt8], KeyFinding.Severity?)])
    func exponentsAreLookedAt(_ exponent: [UInt8], _ severity: KeyFinding.Severity?) throws {
        var generator = SeededGenerator(seed: 46)
        let modulus = BigNumber(Primes.random(1024, &generator)) * BigNumber(Primes.random(1024, &generator))
        let found = try Self.found(modulus.bytes, exponent: exponent).filter { $0.check == .exponent }
        #expect(found.map(\.severity) == (severity.map { [$0] } ?? []))
    }

    @Test(
        arguments: [
            (1024, .fail), (2047, .fail), (2048, .warn), (3071, .warn), (3072, nil), (3073, .warn), (4096, nil),
            (8192, .warn),
            (16384, .warn),
        ] as [(Int, KeyFinding.Severity?)])
    func sizesAreLookedAt(_ bits: Int, _ severity: KeyFinding.Severity?) throws {
        var generator = SeededGenerator(seed: 47)
        let found = try Self.found(Made.modulus(bits, &generator)).filter { $0.check == .rsaSize }
        #expect(found.map(\.severity) == (severity.map { [$0] } ?? []))
    }
}
