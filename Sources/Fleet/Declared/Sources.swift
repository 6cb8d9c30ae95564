internal import AuthorizedKeys
internal import Inventory

/// From where a machine's sshd is to take somebody's keys: what becomes `from=` in their lines.
enum Sources {
    case anywhere
    case networks([CIDR])
    /// A whitelist that is longer than a line may be: the lines say nothing of it, and the packet filter alone holds it.
    case tooMany

    /// In bytes. sshd(8) promises to read lines of 8 KiB, of which this is one option; sshd from 7.8 on reads whole lines,
    /// and takes one with 5,000 networks. But that is 85 KiB of each key: a dozen of them are more than we read of a file,
    /// and sshd would go through all of it at each login. So a whitelist is left out where it is longer, some 500 networks
    /// of which no two adjoin, rather than cut, which would turn people away, or widened, which would let others in.
    ///
    /// Where nothing but `from=` would keep anybody out, nothing is written: ``PlanRefusal/openToAll(user:)``.
    static let longest = 8192

    /// - Parameter whitelist: of a VPC, without the entries whose time is over; nil where it declares none.
    init(whitelist: [CIDR]?) {
        guard let whitelist else {
            self = .anywhere
            return
        }
        if Self.length(whitelist) <= Self.longest {
            self = .networks(whitelist)
            return
        }
        // With what overlaps or adjoins made one, it may be short enough.
        let fewest = CIDRSet(whitelist).networks
        self = Self.length(fewest) <= Self.longest ? .networks(fewest) : .tooMany
    }

    private static func length(_ networks: [CIDR]) -> Int {
        networks.reduce(8) { $0 + $1.description.utf8.count + 1 }
    }
}
