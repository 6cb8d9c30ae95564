/// The fingerprint of the keys that Infineon's library made from 2012 to 2017 (Nemec, Sys, Svenda, Klinec, Matyas: The
/// Return of Coppersmith's Attack, 2017, section 2).
///
/// Their primes have the form k * M + (65537^a mod M), M being the product of the first primes, 39 of them at the
/// least. So the modulus, too, is a power of 65537 modulo M; a modulus made otherwise is one by chance once in 2^154.
enum ROCA {
    static func isFingerprint(_ modulus: borrowing BigNumber) -> Bool {
        let product = BigNumber(productBytes)
        guard modulus.power(order, modulo: product).isOne else { return false }
        // The powers of 65537 form a cyclic group whose order has small factors only: an element is in it if each of
        // its parts of prime power order is (Pohlig and Hellman).
        for part in parts {
            guard part.powers.contains(modulus.power(part.exponent, modulo: product).bytes) else { return false }
        }
        return true
    }

    private static let generator: UInt64 = 65537

    /// 3 to 167, which is the 39th. Two says nothing: every modulus is odd.
    private static let primes = SmallPrimes.upTo65537.prefix(39).dropFirst()

    private static let productBytes: [UInt8] = {
        var product = BigNumber(1)
        for prime in primes { product = product * BigNumber(prime) }
        return product.bytes
    }()

    /// Of 65537 modulo the product: the least common multiple of its orders modulo each prime. It has 62 bits.
    private static let order: UInt64 = primes.reduce(1) { multiple, prime in
        var power = generator % prime
        var order: UInt64 = 1
        while power != 1 {
            power = power * generator % prime
            order += 1
        }
        var (left, right) = (multiple, order)
        while right != 0 { (left, right) = (right, left % right) }
        return multiple / left * order
    }

    private struct Part {
        let exponent: UInt64
        let powers: Set<[UInt8]>
    }

    private static let parts: [Part] = {
        let product = BigNumber(productBytes)
        var parts: [Part] = []
        var rest = order
        for prime in SmallPrimes.upTo65537 where rest % prime == 0 {
            var size: UInt64 = 1
            while rest % prime == 0 {
                rest /= prime
                size *= prime
            }
            let base = BigNumber(generator).power(order / size, modulo: product)
            var powers: Set<[UInt8]> = []
            var power = BigNumber(1)
            for _ in 0..<size {
                powers.insert(power.bytes)
                power = power * base % product
            }
            parts.append(Part(exponent: order / size, powers: powers))
        }
        return parts
    }()
}
