/// What only shows where keys are seen beside each other.
extension KeyHygiene {
    /// Keys that belong together as they should not.
    public struct SharedKey: Sendable, Hashable {
        /// In the order of the list.
        public let keys: [PublicKey]
        /// Each once, in the order of the list.
        public let owners: [String]
        public let finding: KeyFinding
    }

    /// One key in the hands of two people: nobody can say which of them it was. Owners are told apart by their names.
    public static func sharedKeys(_ list: [(owner: String, key: PublicKey)]) -> [SharedKey] {
        var owners: [PublicKey: [String]] = [:]
        var order: [PublicKey] = []
        for (owner, key) in list {
            if owners[key] == nil { order.append(key) }
            if owners[key]?.contains(owner) != true { owners[key, default: []].append(owner) }
        }
        return order.compactMap { key in
            guard let names = owners[key], names.count > 1 else { return nil }
            let shown = names.map { RawText($0).escaped(limit: 40) }.joined(separator: ", ")
            return SharedKey(
                keys: [key], owners: names,
                finding: KeyFinding(
                    .sharedKey, .fail, "one key for several people: \(shown)",
                    source: "PCI DSS 4.0.1, 8.2.2 and 8.3.11"))
        }
    }

    /// RSA keys that have a prime in common, which gives away both (Heninger, Durumeric, Wustrow, Halderman 2012).
    /// Takes time with the square of the number of different RSA keys.
    public static func sharedPrimes(_ list: [(owner: String, key: PublicKey)]) -> [SharedKey] {
        var seen: [(owner: String, key: PublicKey, modulus: [UInt8])] = []
        var found: [SharedKey] = []
        for (owner, key) in list {
            guard case .rsa(_, let modulus) = key.material, !seen.contains(where: { $0.modulus == modulus }) else {
                continue
            }
            let number = BigNumber(modulus)
            for other in seen where !BigNumber.greatestCommonDivisor(number, BigNumber(other.modulus)).isOne {
                found.append(
                    SharedKey(
                        keys: [other.key, key], owners: other.owner == owner ? [owner] : [other.owner, owner],
                        finding: KeyFinding(
                            .sharedPrime, .fail, "two keys have a prime in common: \(other.key) and \(key)",
                            source: "Heninger et al., Mining Your Ps and Qs (2012)")))
            }
            seen.append((owner, key, modulus))
        }
        return found
    }
}
