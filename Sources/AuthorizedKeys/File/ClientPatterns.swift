internal import Patterns

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The list of `from=`: networks, addresses and patterns, each perhaps with `!` in front (ssh_config(5), PATTERNS).
struct ClientPatterns {
    private enum Kind {
        case network(Address, bits: Int)
        case pattern([UInt8])
    }

    private let entries: [(isNegated: Bool, kind: Kind)]
    private let words: [(isNegated: Bool, pattern: [UInt8])]

    /// Nil where sshd takes the list for broken, and lets nobody in: an empty word, a network with bits behind its
    /// prefix.
    init?(_ list: RawText) {
        var entries: [(Bool, Kind)] = []
        var words: [(Bool, [UInt8])] = []
        for word in list.bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let isNegated = word.first == UInt8(ascii: "!")
            let body = Array(isNegated ? word.dropFirst() : word)
            guard !body.isEmpty else { return nil }
            switch Self.network(body) {
            case .some(nil): return nil
            case .some(let (address, bits)?): entries.append((isNegated, .network(address, bits: bits)))
            case nil: entries.append((isNegated, .pattern(body)))
            }
            words.append((isNegated, body.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }))
        }
        self.entries = entries
        self.words = words
    }

    /// Whether a client may come from there. The name is the address again where sshd resolves none.
    func admit(address text: String, name: String?) -> Bool {
        guard let address = Address(Array(text.utf8)) else { return false }
        var isListed = false
        for (isNegated, kind) in entries {
            let isMatch =
                switch kind {
                case .network(let network, let bits): address.isIn(network, bits: bits)
                case .pattern(let pattern): Wildcard.matches(pattern, Array(text.utf8))
                }
            guard isMatch else { continue }
            if isNegated { return false }
            isListed = true
        }
        let name = Array((name ?? text).utf8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        for (isNegated, pattern) in words {
            // sshd has room for so many bytes of a word; where it finds a longer one, it finds no name at all.
            guard pattern.count < 1023 else { return isListed }
            guard Wildcard.matches(pattern, name) else { continue }
            if isNegated { return false }
            isListed = true
        }
        return isListed
    }

    /// An address with the length of its prefix; `.some(nil)` where that is none for the address; nil for what is a
    /// pattern.
    private static func network(_ text: [UInt8]) -> (Address, Int)?? {
        guard text.count < 64 else { return nil }
        let parts = text.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        var bits: Int?
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].allSatisfy(OptionRule.isDigit) else { return nil }
            let length = parts[1].reduce(0) { min($0 * 10 + Int($1 - 0x30), 1000) }
            guard length <= 128 else { return nil }
            bits = length
        }
        guard let address = Address(Array(parts[0])) else { return nil }
        let length = bits ?? address.width
        guard length <= address.width, address.isIn(address, bits: length), address.hasNothingBehind(length) else {
            return .some(nil)
        }
        return .some((address, length))
    }
}

extension ClientPatterns {
    /// An address as `getaddrinfo(3)` reads one without asking anybody: of IPv4 the short and octal forms as well.
    private struct Address {
        let bits: UInt128
        let width: Int

        init?(_ text: [UInt8]) {
            guard !text.isEmpty, text.count < 64, text.allSatisfy(Self.isInAddresses) else { return nil }
            let string = String(decoding: text, as: UTF8.self)
            var v4 = in_addr()
            var v6 = in6_addr()
            if inet_aton(string, &v4) != 0 {
                bits = UInt128(UInt32(bigEndian: v4.s_addr))
                width = 32
            } else if inet_pton(AF_INET6, string, &v6) == 1 {
                bits = withUnsafeBytes(of: v6) { $0.reduce(0) { $0 << 8 | UInt128($1) } }
                width = 128
            } else {
                return nil
            }
        }

        private static func isInAddresses(_ byte: UInt8) -> Bool {
            OptionRule.isDigit(byte) || (0x61...0x66).contains(byte | 0x20) || ".:xX".utf8.contains(byte)
        }

        /// - Parameter bits: at most the width.
        func isIn(_ network: Address, bits: Int) -> Bool {
            width == network.width && self.bits >> (width - bits) == network.bits >> (width - bits)
        }

        func hasNothingBehind(_ bits: Int) -> Bool {
            let behind = width - bits
            return behind == 128 ? self.bits == 0 : (self.bits >> behind) << behind == self.bits
        }
    }
}
