import COpenSSL
import LevelsLab

@testable import AuthorizedKeys

/// Primes for keys that are weak on purpose, the same for the same seed.
enum Primes {
    static func isPrime(_ number: [UInt8]) -> Bool {
        let number = BN_bin2bn(number, Int32(number.count), nil)
        defer { BN_free(number) }
        return BN_check_prime(number, nil, nil) == 1
    }

    /// The first prime from there on.
    static func next(_ start: borrowing BigNumber) -> [UInt8] {
        let two = BigNumber(2)
        var number = start.isOdd ? start.copy() : start + BigNumber(1)
        while !isPrime(number.bytes) { number = number + two }
        return number.bytes
    }

    /// A prime with its two highest bits set.
    static func random(_ bits: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        var start = Made.modulus(bits, &generator)
        start[0] |= 0xC0
        return next(BigNumber(start))
    }

    /// Two to the power of so many.
    static func power(_ bits: Int) -> BigNumber {
        var bytes = [UInt8](repeating: 0, count: bits / 8 + 1)
        bytes[0] = 1 << UInt8(bits % 8)
        return BigNumber(bytes)
    }
}
