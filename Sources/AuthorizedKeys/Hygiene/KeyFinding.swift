/// What is to be said against a key.
public struct KeyFinding: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case fail
        case warn
        /// A check that could not be made. Never the same as a key that passed it.
        case unknown
    }

    public enum Check: String, Sendable, Hashable, CaseIterable {
        case malformed
        case privateKey = "private-key"
        case certificate
        case dsa
        case rsaSize = "rsa-size"
        case exponent
        case smallFactors = "small-factors"
        case closePrimes = "close-primes"
        case roca
        case compromised
        case nistCurve = "nist-curve"
        case p521
        case sharedKey = "shared-key"
        case sharedPrime = "shared-prime"
        case expiry
        case comment
    }

    public let check: Check
    public let severity: Severity
    /// Lower case, no final stop; nothing in it that a terminal would obey.
    public let reason: String
    /// Where the rule comes from.
    public let source: String

    init(_ check: Check, _ severity: Severity, _ reason: String, source: String) {
        self.check = check
        self.severity = severity
        self.reason = reason
        self.source = source
    }
}
