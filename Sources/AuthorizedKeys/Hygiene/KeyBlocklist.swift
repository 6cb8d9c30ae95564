/// Keys whose private halves are public, in the form that badkeys has them (`blocklist.dat`): records of 16 bytes,
/// sorted, of which 15 are the beginning of the SHA-256 of the key's number. Debian's weak keys (CVE-2008-0166) are
/// among them, more than two million.
public struct KeyBlocklist: Sendable {
    public enum Answer: Sendable, Hashable {
        case listed, notListed
        /// A record could not be read, or is not where it should be.
        case unreadable
    }

    private let count: Int
    private let record: @Sendable (Int) -> [UInt8]?

    /// - Parameters:
    ///   - count: records there are.
    ///   - record: the 16 bytes of one of them; nil where they cannot be read. Asked some 25 times for a key, so that a
    ///     file of 60 MB does not have to be in memory.
    public init(count: Int, record: @escaping @Sendable (Int) -> [UInt8]?) {
        self.count = count
        self.record = record
    }

    /// Nil for what is no such list: empty, or not of whole records.
    public init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.count % 16 == 0 else { return nil }
        self.init(count: bytes.count / 16) { Array(bytes[($0 * 16)..<($0 * 16 + 16)]) }
    }

    public func answer(for key: PublicKey) -> Answer {
        let wanted = Digest.sha256(Self.number(of: key)).prefix(15)
        var low = 0
        var high = count
        // What was last seen on either side: a list that is not sorted would answer "not listed" for what it has.
        var below: [UInt8] = []
        var above: [UInt8]?
        while low < high {
            let middle = low + (high - low) / 2
            guard let bytes = record(middle), bytes.count == 16 else { return .unreadable }
            let found = Array(bytes.prefix(15))
            guard !found.lexicographicallyPrecedes(below), above.map({ !$0.lexicographicallyPrecedes(found) }) ?? true
            else { return .unreadable }
            if found.elementsEqual(wanted) { return .listed }
            if found.lexicographicallyPrecedes(wanted) {
                low = middle + 1
                below = found
            } else {
                high = middle
                above = found
            }
        }
        return .notListed
    }

    /// The number that stands for a key, without zeros in front.
    static func number(of key: PublicKey) -> [UInt8] {
        let number: ArraySlice<UInt8> =
            switch key.material {
            case .rsa(_, let modulus): modulus[...]
            case .dsa(_, _, _, let y): y[...]
            case .ed25519(let key), .securityKeyEd25519(let key, _): key[...]
            case .ecdsa(_, let point), .securityKeyECDSA(let point, _): point[1...].prefix((point.count - 1) / 2)
            }
        return Array(number.drop { $0 == 0 })
    }
}
