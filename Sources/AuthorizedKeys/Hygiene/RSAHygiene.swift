/// What can be said of an RSA key by looking at its two numbers.
enum RSAHygiene {
    static func findings(exponent: [UInt8], modulus: [UInt8]) -> [KeyFinding] {
        let number = BigNumber(modulus)
        return size(number.bitCount) + self.exponent(BigNumber(exponent), number) + factors(number)
    }

    private static func size(_ bits: Int) -> [KeyFinding] {
        let source = "NIST SP 800-57 part 1 rev. 5, table 2"
        return switch bits {
        case ..<2048:
            [KeyFinding(.rsaSize, .fail, "\(bits) bits are too few", source: "NIST SP 800-131A rev. 2")]
        case ..<3072:
            [KeyFinding(.rsaSize, .warn, "\(bits) bits, where new RSA keys should have 3072", source: source)]
        case 3072, 4096: []
        case 8193...:
            [
                KeyFinding(
                    .rsaSize, .warn, "\(bits) bits take every server long to check",
                    source: "the-bastion, ingress key policy")
            ]
        default:
            [
                KeyFinding(
                    .rsaSize, .warn, "\(bits) bits are unusual: 3072 and 4096 are the sizes in use",
                    source: "badkeys rsawarnings")
            ]
        }
    }

    private static func exponent(_ exponent: borrowing BigNumber, _ modulus: borrowing BigNumber) -> [KeyFinding] {
        let source = "FIPS 186-5, A.1.1"
        if exponent < BigNumber(3) {
            return [
                KeyFinding(
                    .exponent, .fail, "the exponent is less than 3: this does not protect anything", source: source)
            ]
        }
        if !exponent.isOdd {
            return [KeyFinding(.exponent, .fail, "the exponent is even: this is no RSA key", source: source)]
        }
        if !(exponent < modulus) {
            return [KeyFinding(.exponent, .fail, "the exponent is not below the modulus", source: source)]
        }
        if exponent == BigNumber(65537) { return [] }
        let text = exponent.bitCount <= 32 ? "\(exponent.bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })" : "long"
        return [KeyFinding(.exponent, .warn, "the exponent is \(text), not 65537", source: source)]
    }

    private static func factors(_ modulus: borrowing BigNumber) -> [KeyFinding] {
        if let prime = SmallPrimes.upTo65537.first(where: { modulus.remainder(by: $0) == 0 }) {
            let reason = "the modulus can be divided by \(prime): its private half can be computed, or it is damaged"
            return [KeyFinding(.smallFactors, .fail, reason, source: "badkeys smallfactors")]
        }
        var findings: [KeyFinding] = []
        if Fermat.factors(modulus, rounds: 100) {
            findings.append(
                KeyFinding(
                    .closePrimes, .fail, "its two primes lie so close together that anybody can find them",
                    source: "CVE-2022-26320"))
        }
        if ROCA.isFingerprint(modulus) {
            findings.append(
                KeyFinding(
                    .roca, .fail, "it was made by an Infineon chip whose keys can be computed (ROCA)",
                    source: "CVE-2017-15361"))
        }
        return findings
    }
}

/// The primes by which every modulus is tried.
enum SmallPrimes {
    static let upTo65537: [UInt64] = {
        let limit = 65537
        var isComposite = [Bool](repeating: false, count: limit + 1)
        var primes: [UInt64] = []
        for candidate in 2...limit where !isComposite[candidate] {
            primes.append(UInt64(candidate))
            for multiple in stride(from: candidate * candidate, through: limit, by: candidate) {
                isComposite[multiple] = true
            }
        }
        return primes
    }()
}

/// Fermat's way to factor: with primes close to each other, their mean is close to the square root of the product.
enum Fermat {
    /// Whether so many steps from the square root on find the primes of an odd number.
    static func factors(_ modulus: borrowing BigNumber, rounds: Int) -> Bool {
        let one = BigNumber(1)
        let two = BigNumber(2)
        var mean = modulus.squareRoot()
        if !(mean * mean == modulus) { mean = mean + one }
        var square = mean * mean - modulus
        for _ in 0..<rounds {
            if square.exactSquareRoot() != nil { return true }
            square = square + two * mean + one
            mean = mean + one
        }
        return false
    }
}
