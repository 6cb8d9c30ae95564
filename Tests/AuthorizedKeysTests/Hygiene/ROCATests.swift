import LevelsLab
import Testing

@testable import AuthorizedKeys

@Suite("The fingerprint of ROCA")
struct ROCATests {
    /// The first primes, found by trial division: nothing here is taken from what is tested.
    private static func primes(_ count: Int) -> [UInt64] {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < count {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }

    private static func isFound(_ modulus: [UInt8]) -> Bool { ROCA.isFingerprint(BigNumber(modulus)) }

    /// A prime as Infineon's library makes them: k * M + (65537^a mod M).
    private static func prime(_ bits: Int, first count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        var product = BigNumber(1)
        for prime in primes(count) { product = product * BigNumber(prime) }
        while true {
            let power = BigNumber(65537).power(generator.next() >> 1, modulo: product)
            let factor = BigNumber(Primes.random(bits - product.bitCount, &generator))
            let candidate = (factor * product + power).bytes
            if Primes.isPrime(candidate) { return candidate }
        }
    }

    /// Sizes of keys, and how many primes go into M for them (section 2 of the paper).
    @Test(arguments: [(512, 39), (1024, 71), (2048, 126)])
    func theLibrarysKeysAreFound(_ bits: Int, _ count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(bits))
        let p = BigNumber(Self.prime(bits / 2, first: count, &generator))
        let q = BigNumber(Self.prime(bits / 2, first: count, &generator))
        #expect(Self.isFound((p * q).bytes))
    }

    @Test func oneSuchPrimeIsNotEnough() throws {
        var generator = SeededGenerator(seed: 52)
        let p = BigNumber(Self.prime(1024, first: 126, &generator))
        let q = BigNumber(Primes.random(1024, &generator))
        #expect(!Self.isFound((p * q).bytes))
    }

    @Test func otherKeysAreNotFound() throws {
        var generator = SeededGenerator(seed: 53)
        for _ in 0..<200 { #expect(!Self.isFound(Made.modulus(2048, &generator))) }
    }

    /// The definition, by brute force: for every power of 65537 modulo M the answer is yes, and for what differs from
    /// one modulo a single prime, by an element that is no power of 65537 there, it is no.
    @Test func powersAreToldFromTheirNeighbours() throws {
        var generator = SeededGenerator(seed: 54)
        let primes = Self.primes(39)
        var product = BigNumber(1)
        for prime in primes { product = product * BigNumber(prime) }
        for _ in 0..<50 {
            let power = BigNumber(65537).power(generator.next() >> 1, modulo: product)
            #expect(Self.isFound(power.bytes))
            let prime = generator.one(of: primes)
            var powers: Set<UInt64> = [1]
            var element = 65537 % prime
            while powers.insert(element).inserted { element = element * 65537 % prime }
            // Adding M / prime moves the remainder by that prime, and by no other one.
            let step = product / BigNumber(prime)
            var moved = power.copy()
            for _ in 0..<prime {
                moved = moved + step
                let isPower = powers.contains(moved.remainder(by: prime))
                // A member modulo each prime may still have no common exponent; the other way about there is no doubt.
                if !isPower, prime != 2 { #expect(!Self.isFound(moved.bytes)) }
            }
        }
    }

    @Test func theKeyOfSuchAChipFails() throws {
        var generator = SeededGenerator(seed: 55)
        let p = BigNumber(Self.prime(1024, first: 126, &generator))
        let q = BigNumber(Self.prime(1024, first: 126, &generator))
        let findings = KeyHygiene(now: 0).findings(for: try Made.rsa(modulus: (p * q).bytes))
        #expect(findings.filter { $0.severity == .fail }.map(\.check) == [.roca])
    }
}
