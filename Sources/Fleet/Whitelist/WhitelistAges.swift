public import Inventory

/// Since when each network has stood in the whitelists of levels.yaml, as far as its earlier versions tell. Pure.
///
/// By its VPC and its address: an entry whose end was put off is no younger for that.
public struct WhitelistAges: Sendable, Hashable {
    public enum Age: Sendable, Hashable {
        case since(UTCTime)
        /// Earlier versions are not known, or cannot be read.
        case atLeastSince(UTCTime)
        /// It stands in no version yet.
        case uncommitted
    }

    /// levels.yaml as it was from some time on.
    public struct Version: Sendable {
        let at: UTCTime
        /// Nil where it cannot be read by the rules of today.
        let networks: Set<Network>?

        /// - Parameter inventory: nil where the file was not there.
        public init(at: UTCTime, _ inventory: Inventory?) {
            self.at = at
            networks = inventory.map { Network.all(of: $0) } ?? []
        }

        /// One that cannot be read.
        public init(unreadableAt at: UTCTime) {
            self.at = at
            networks = nil
        }
    }

    struct Network: Sendable, Hashable {
        let vpc: String
        let cidr: CIDR

        static func all(of inventory: Inventory) -> Set<Network> {
            Set(
                inventory.vpcs.flatMap { vpc in
                    (vpc.whitelist + vpc.expiredWhitelist).map { Network(vpc: vpc.name, cidr: $0.cidr) }
                })
        }
    }

    private var ages: [Network: Age] = [:]

    /// - Parameters:
    ///   - inventory: as it is.
    ///   - versions: newest first.
    ///   - isWhole: whether the last of them is the first that ever was.
    public init(_ inventory: Inventory, _ versions: [Version], isWhole: Bool) {
        for network in Network.all(of: inventory) {
            ages[network] = Self.age(network, versions, isWhole: isWhole)
        }
    }

    private static func age(_ network: Network, _ versions: [Version], isWhole: Bool) -> Age? {
        var since: UTCTime?
        for version in versions {
            guard let networks = version.networks else { return since.map { .atLeastSince($0) } }
            guard networks.contains(network) else { return since.map { .since($0) } ?? .uncommitted }
            since = version.at
        }
        return since.map { isWhole ? .since($0) : .atLeastSince($0) } ?? (isWhole ? .uncommitted : nil)
    }

    /// Nil where nobody knows.
    public func age(of cidr: CIDR, in vpc: String) -> Age? { ages[Network(vpc: vpc, cidr: cidr)] }
}

extension WhitelistAges.Age {
    /// The older, the smaller.
    var order: Int64 {
        switch self {
        case .since(let time), .atLeastSince(let time): time.seconds
        case .uncommitted: .max
        }
    }

    /// `there since 2026-11-01, 26 days`
    func words(at now: Int64) -> String {
        func since(_ time: UTCTime) -> String {
            "since \(time.description.prefix(10)), \(counted(Int(max(0, now - time.seconds) / 86400), "day"))"
        }
        return switch self {
        case .since(let time): "there \(since(time))"
        case .atLeastSince(let time): "there at least \(since(time))"
        case .uncommitted: "not committed yet"
        }
    }
}
