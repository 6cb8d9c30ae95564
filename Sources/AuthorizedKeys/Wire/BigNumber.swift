internal import COpenSSL

/// A whole number of any size, not negative, in libcrypto's arithmetic. Public numbers only: nothing here takes care to
/// be slow in the same way for all of them.
struct BigNumber: ~Copyable {
    private let raw: OpaquePointer

    /// From bytes, the highest first.
    init(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        raw = Self.made(BN_bin2bn(bytes, Int32(clamping: bytes.count), nil))
    }

    init(_ word: UInt64) { self.init((0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }) }

    /// A copy of a number that libcrypto holds.
    init(copying other: OpaquePointer) { raw = Self.made(BN_dup(other)) }

    deinit { BN_free(raw) }

    func copy() -> BigNumber { BigNumber(copying: raw) }

    var bitCount: Int { Int(BN_num_bits(raw)) }
    var isZero: Bool { BN_is_zero(raw) == 1 }
    var isOne: Bool { BN_is_one(raw) == 1 }
    var isOdd: Bool { BN_is_odd(raw) == 1 }

    /// The highest first, without zeros in front.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (bitCount + 7) / 8)
        _ = BN_bn2bin(raw, &bytes)
        return bytes
    }

    static func < (left: borrowing BigNumber, right: borrowing BigNumber) -> Bool { BN_cmp(left.raw, right.raw) < 0 }
    static func == (left: borrowing BigNumber, right: borrowing BigNumber) -> Bool { BN_cmp(left.raw, right.raw) == 0 }

    static func + (left: borrowing BigNumber, right: borrowing BigNumber) -> BigNumber {
        result { BN_add($0, left.raw, right.raw) }
    }

    /// Of two numbers, of which the first is not the smaller one; otherwise zero.
    static func - (left: borrowing BigNumber, right: borrowing BigNumber) -> BigNumber {
        guard right < left else { return BigNumber(0) }
        return result { BN_sub($0, left.raw, right.raw) }
    }

    static func * (left: borrowing BigNumber, right: borrowing BigNumber) -> BigNumber {
        inContext { context in result { BN_mul($0, left.raw, right.raw, context) } }
    }

    /// Rounded down. A division by zero is zero.
    static func / (left: borrowing BigNumber, right: borrowing BigNumber) -> BigNumber {
        guard !right.isZero else { return BigNumber(0) }
        return inContext { context in result { BN_div($0, nil, left.raw, right.raw, context) } }
    }

    /// The remainder. Of a division by zero, zero.
    static func % (left: borrowing BigNumber, right: borrowing BigNumber) -> BigNumber {
        guard !right.isZero else { return BigNumber(0) }
        return inContext { context in result { BN_div(nil, $0, left.raw, right.raw, context) } }
    }

    /// - Parameter word: not zero, and below 2^32, so that it is a word anywhere.
    func remainder(by word: UInt64) -> UInt64 { UInt64(BN_mod_word(raw, UInt(word))) }

    /// - Parameter modulus: greater than one.
    func power(_ exponent: UInt64, modulo modulus: borrowing BigNumber) -> BigNumber {
        let exponent = BigNumber(exponent)
        let (base, modulus, power) = (raw, modulus.raw, exponent.raw)
        return Self.inContext { context in Self.result { BN_mod_exp($0, base, power, modulus, context) } }
    }

    static func greatestCommonDivisor(_ left: borrowing BigNumber, _ right: borrowing BigNumber) -> BigNumber {
        inContext { context in result { BN_gcd($0, left.raw, right.raw, context) } }
    }

    private static func result(_ compute: (OpaquePointer) -> Int32) -> BigNumber {
        let raw = made(BN_new())
        let done = compute(raw)
        precondition(done == 1, "libcrypto is out of memory")
        return BigNumber(owning: raw)
    }

    private static func inContext(_ body: (OpaquePointer) -> BigNumber) -> BigNumber {
        let context = made(BN_CTX_new())
        defer { BN_CTX_free(context) }
        return body(context)
    }

    private init(owning raw: OpaquePointer) { self.raw = raw }

    private static func made(_ pointer: OpaquePointer?) -> OpaquePointer {
        guard let pointer else { preconditionFailure("libcrypto is out of memory") }
        return pointer
    }
}

extension BigNumber {
    /// The square root, rounded down (Newton's method, from above).
    func squareRoot() -> BigNumber {
        guard bitCount > 0 else { return BigNumber(0) }
        var bytes = [UInt8](repeating: 0, count: (bitCount + 1) / 2 / 8 + 1)
        bytes[0] = 1 << UInt8((bitCount + 1) / 2 % 8)
        var guess = BigNumber(bytes)
        let two = BigNumber(2)
        while true {
            let next = (guess + self / guess) / two
            guard next < guess else { return guess }
            guess = next
        }
    }

    /// Its square root, if that is a whole number.
    func exactSquareRoot() -> BigNumber? {
        // Most numbers are told from squares by their remainders.
        let residue = remainder(by: 64 * 63 * 65 * 11)
        for modulus: UInt64 in [64, 63, 65, 11] {
            let wanted = residue % modulus
            guard (0..<modulus).contains(where: { $0 * $0 % modulus == wanted }) else { return nil }
        }
        let root = squareRoot()
        guard root * root == self else { return nil }
        return root
    }
}
