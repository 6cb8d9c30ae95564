/// Addresses: networks with all that overlaps, repeats or adjoins made one. Two sets of the same addresses are equal,
/// however they were written.
public struct CIDRSet: Sendable, Hashable {
    /// Sorted, and between any two of them there is a gap.
    private var v4: [ClosedRange<UInt128>]
    private var v6: [ClosedRange<UInt128>]

    public init(_ networks: some Sequence<CIDR> = EmptyCollection()) {
        self.init(ranges: networks.map { (family: $0.base.family, range: $0.range) })
    }

    private init(ranges: [(family: IPAddress.Family, range: ClosedRange<UInt128>)]) {
        v4 = Self.joined(ranges.filter { $0.family == .v4 }.map(\.range))
        v6 = Self.joined(ranges.filter { $0.family == .v6 }.map(\.range))
    }

    public var isEmpty: Bool { v4.isEmpty && v6.isEmpty }

    /// The fewest networks that have the same addresses, in ascending order.
    public func networks(_ family: IPAddress.Family) -> [CIDR] {
        ranges(family).flatMap { Self.networks($0, family) }
    }

    /// IPv4 first.
    public var networks: [CIDR] { networks(.v4) + networks(.v6) }

    public func contains(_ address: IPAddress) -> Bool {
        let ranges = ranges(address.family)
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < address.bits { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(address.bits)
    }

    /// With all addresses from one to another; nil where they are of two families, or in the wrong order.
    public func adding(from first: IPAddress, through last: IPAddress) -> CIDRSet? {
        guard first.family == last.family, first.bits <= last.bits else { return nil }
        var set = self
        set.replace(first.family, Self.joined(ranges(first.family) + [first.bits...last.bits]))
        return set
    }

    public func union(_ other: CIDRSet) -> CIDRSet {
        var set = self
        for family in [IPAddress.Family.v4, .v6] {
            set.replace(family, Self.joined(ranges(family) + other.ranges(family)))
        }
        return set
    }

    /// What is in this set and not in the other.
    public func subtracting(_ other: CIDRSet) -> CIDRSet {
        var set = self
        for family in [IPAddress.Family.v4, .v6] {
            var left: [ClosedRange<UInt128>] = []
            var holes = other.ranges(family)[...]
            for range in ranges(family) {
                var start = range.lowerBound
                var isOver = false
                while let hole = holes.first, hole.upperBound < start { holes.removeFirst() }
                for hole in holes {
                    guard hole.lowerBound <= range.upperBound else { break }
                    if hole.lowerBound > start { left.append(start...(hole.lowerBound - 1)) }
                    guard hole.upperBound < range.upperBound else {
                        isOver = true
                        break
                    }
                    start = hole.upperBound + 1
                }
                if !isOver { left.append(start...range.upperBound) }
            }
            set.replace(family, left)
        }
        return set
    }

    private func ranges(_ family: IPAddress.Family) -> [ClosedRange<UInt128>] { family == .v4 ? v4 : v6 }

    private mutating func replace(_ family: IPAddress.Family, _ ranges: [ClosedRange<UInt128>]) {
        if family == .v4 { v4 = ranges } else { v6 = ranges }
    }

    private static func joined(_ ranges: [ClosedRange<UInt128>]) -> [ClosedRange<UInt128>] {
        var joined: [ClosedRange<UInt128>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            // By subtraction, since the last address of all has none behind it.
            if let last = joined.last, range.lowerBound <= last.upperBound || range.lowerBound - last.upperBound == 1 {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    private static func networks(_ range: ClosedRange<UInt128>, _ family: IPAddress.Family) -> [CIDR] {
        var networks: [CIDR] = []
        var start = range.lowerBound
        while true {
            // The widest network that begins here and does not reach beyond the end.
            var hostBits = min(start.trailingZeroBitCount, family.width)
            while hostBits > 0, Self.last(start, hostBits) > range.upperBound { hostBits -= 1 }
            networks.append(
                CIDR(base: IPAddress(family: family, bits: start), prefixLength: family.width - hostBits))
            let last = Self.last(start, hostBits)
            guard last < range.upperBound else { return networks }
            start = last + 1
        }
    }

    private static func last(_ start: UInt128, _ hostBits: Int) -> UInt128 {
        start | (hostBits == 128 ? UInt128.max : (UInt128(1) << hostBits) - 1)
    }
}

extension CIDR {
    fileprivate var range: ClosedRange<UInt128> {
        let hostBits = base.family.width - prefixLength
        return base.bits...(base.bits | (hostBits == 128 ? UInt128.max : (UInt128(1) << hostBits) - 1))
    }
}
