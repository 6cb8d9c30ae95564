/// The fractional part of pi in binary: what Blowfish's tables are made of.
///
/// Computed rather than written down, because 1042 words are typed wrong more easily than Machin's formula:
/// pi = 16 arctan(1/5) - 4 arctan(1/239), in fixed point of 32 bits a word.
enum PiDigits {
    /// The first words after the point, most significant first.
    static func fraction(words count: Int) -> [UInt32] {
        // Index 0 is the integer part. Each of some 9000 terms loses less than one unit of the last word: two words to
        // spare.
        let length = 1 + count + 2
        var sum = [Int64](repeating: 0, count: length)
        addArctangent(ofInverse: 5, times: 16, sign: 1, to: &sum)
        addArctangent(ofInverse: 239, times: 4, sign: -1, to: &sum)
        // Carries were left where they arose: a word holds less than 2^46 of either sign. They are settled once.
        var carry: Int64 = 0
        var digits = [UInt32](repeating: 0, count: length)
        for index in digits.indices.reversed() {
            let value = sum[index] + carry
            digits[index] = UInt32(truncatingIfNeeded: value)
            carry = value >> 32
        }
        return Array(digits[1...count])
    }

    /// Adds `times * arctan(1/x)`, by its series: 1/x - 1/3x^3 + 1/5x^5 and so on.
    private static func addArctangent(ofInverse x: UInt64, times: UInt32, sign: Int64, to sum: inout [Int64]) {
        var power = [UInt32](repeating: 0, count: sum.count)
        power[0] = times
        power.withUnsafeMutableBufferPointer { power in
            sum.withUnsafeMutableBufferPointer { sum in
                var sign = sign
                var odd: UInt64 = 1
                var lead = 0
                var divisor = x
                while lead < power.count {
                    var powerRest: UInt64 = 0
                    var termRest: UInt64 = 0
                    var index = lead
                    while index < power.count {
                        let dividend = powerRest << 32 | UInt64(power[index])
                        let quotient = dividend / divisor
                        powerRest = dividend &- quotient &* divisor
                        power[index] = UInt32(truncatingIfNeeded: quotient)
                        let term = termRest << 32 | quotient
                        let part = term / odd
                        termRest = term &- part &* odd
                        sum[index] &+= sign &* Int64(truncatingIfNeeded: part)
                        index += 1
                    }
                    while lead < power.count, power[lead] == 0 { lead += 1 }
                    divisor = x * x
                    odd += 2
                    sign = -sign
                }
            }
        }
    }
}
