internal import AuthorizedKeys
public import Inventory

/// What a bastion's guard lacks of the declared whitelist, and the files that would mend it. Pure: the same input gives
/// the same plan.
public struct GuardPlan: Sendable, Hashable {
    public struct Difference: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable {
            /// Declared, and turned away.
            case missing
            /// Admitted, and not declared.
            case superfluous
            /// Admitted by an entry whose time is over.
            case expired
            /// Other than by its addresses: no table, or not one of ours.
            case altered
            /// As declared now, and not what the machine starts with.
            case passing
            /// There is nothing there that would keep anybody out, and nothing that we could put there.
            case unenforced
        }

        public let kind: Kind
        /// Nil where it is about none.
        public let network: CIDR?
        /// Lower case, no final stop, escaped.
        public let reason: String

        /// Something to type or to do; nil where an apply does it.
        public var hint: String? {
            guard kind == .unenforced else { return nil }
            return
                "apt-get install nftables there, or in its image; until then only from= of its keys says who may come"
        }
    }

    /// Whom the machine lets come to its SSH port, as far as our table says.
    public enum Admission: Sendable, Hashable {
        case everybody
        case networks(CIDRSet)
        /// Why, escaped.
        case unknown(String)
    }

    /// Whether the VPC has a whitelist at all.
    public let isDeclared: Bool
    public let differences: [Difference]
    public let notes: [GuardNote]
    public let refusals: [GuardRefusal]
    /// To be made only where nothing is refused.
    public let changes: [FileChange]
    /// Whether the table is to be loaded once these are in place.
    public let mustLoad: Bool
    /// Whether a systemd is to hold it then.
    private let hasSystemd: Bool
    /// How many networks are to be admitted, with those that adjoin made one.
    public let count: Int
    /// As measured.
    public let admission: Admission

    /// What is to be done once the files are in place.
    var duties: [ChangeDuty] {
        guard mustLoad else { return [] }
        return [.loadFilter(GuardFile.table.path)] + (hasSystemd ? [.startUnit(GuardUnit.name)] : [])
    }

    /// Whether nothing there can hold the whitelist: no apply changes that.
    public var isUnenforced: Bool { differences.contains { $0.kind == .unenforced } }
    /// Whether it holds the whitelist once the plan is carried out.
    var isEnforced: Bool { isDeclared && !isUnenforced && refusals.isEmpty }
    public var isInStep: Bool { differences.isEmpty && refusals.isEmpty }
    /// Whether whoever asks would not get in any more.
    var shutsOut: Bool { refusals.contains { if case .ownAddress = $0 { true } else { false } } }

    /// - Parameter sshdPorts: that its sshd says it listens on.
    public init(_ whitelist: Whitelist, measured: MeasuredGuard, sshdPorts: Set<Int>) {
        guard whitelist.isDeclared else {
            // To take away a table that was left would let everybody in.
            let isLeft =
                switch measured.filter {
                case .lacking, .unknown, .absent: false
                case .table, .altered: true
                }
            self.init(
                isDeclared: false, notes: isLeft ? [.leftOver] : [],
                admission: Self.admission(measured.filter, sshdPorts))
            return
        }
        let ports = sshdPorts.union(measured.connection.map { [$0.port] } ?? [])
        let table = FilterTable(ports: ports, admitted: whitelist.addresses)
        let count = table.admitted.networks.count
        if case .lacking(let why) = measured.filter {
            let lack = Difference(kind: .unenforced, network: nil, reason: why)
            self.init(isDeclared: true, differences: [lack], count: count, admission: .everybody)
            return
        }
        if let refusal = Self.lack(measured, ports) {
            self.init(isDeclared: true, refusals: [refusal], count: count, admission: .unknown(refusal.message))
            return
        }
        let found = Self.differences(whitelist, table, measured.filter)
        let files = GuardFiles(measured, table: table, isInForce: found.isEmpty)
        let own = Self.ownAddress(table, measured.connection).map { [$0] } ?? []
        self.init(
            isDeclared: true, differences: found + files.differences, notes: files.notes,
            refusals: files.refusals + own, changes: files.changes, count: count,
            admission: Self.admission(measured.filter, ports), hasSystemd: measured.hasSystemd)
    }

    private init(
        isDeclared: Bool, differences: [Difference] = [], notes: [GuardNote] = [], refusals: [GuardRefusal] = [],
        changes: [FileChange] = [], count: Int = 0, admission: Admission, hasSystemd: Bool = false
    ) {
        self.isDeclared = isDeclared
        self.differences = differences
        self.notes = notes
        self.refusals = refusals
        self.changes = changes
        self.count = count
        self.admission = admission
        self.hasSystemd = hasSystemd
        mustLoad = differences.contains { $0.kind != .unenforced }
    }

    private static func admission(_ measured: MeasuredFilter, _ ports: Set<Int>) -> Admission {
        switch measured {
        case .lacking, .absent: .everybody
        case .unknown(let why): .unknown(why)
        case .altered(let what): .unknown("table \(FilterTable.name) is not as it is written: \(what)")
        // A port that it does not guard is open to all.
        case .table(let table): ports.isSubset(of: table.ports) ? .networks(table.admitted) : .everybody
        }
    }

    /// Why it cannot be asked.
    private static func lack(_ measured: MeasuredGuard, _ ports: Set<Int>) -> GuardRefusal? {
        if case .unknown(let why) = measured.filter { return .silentFilter(why) }
        if measured.program == nil { return .silentFilter("nft is in an odd place") }
        return ports.isEmpty ? .silentFilter("its sshd does not say on which port it listens") : nil
    }

    private static func ownAddress(_ table: FilterTable, _ connection: MeasuredGuard.Connection?) -> GuardRefusal? {
        guard let connection else { return .ownAddress(nil) }
        return connection.client.isLoopback || table.admitted.contains(connection.client)
            ? nil : .ownAddress(connection.client)
    }

    private static func differences(
        _ whitelist: Whitelist, _ table: FilterTable, _ measured: MeasuredFilter
    ) -> [Difference] {
        guard let difference = FilterDifference(declared: table, measured: measured) else { return [] }
        func owners(_ entries: [Whitelist.Entry], _ network: CIDR) -> String? {
            let found = entries.filter { $0.cidr.overlaps(network) }.map(\.owner)
            guard let first = found.first else { return nil }
            return RawText(first).escaped(limit: 60) + (found.count > 1 ? " and \(found.count - 1) more" : "")
        }
        let missing = difference.missing.networks.map { network in
            Difference(
                kind: .missing, network: network,
                reason: "\(owners(whitelist.entries, network) ?? "somebody")'s: it is turned away")
        }
        let surplus = difference.surplus.networks.map { network in
            owners(whitelist.expired, network).map {
                Difference(kind: .expired, network: network, reason: "\($0)'s: its time is over, and it is admitted")
            } ?? Difference(kind: .superfluous, network: network, reason: "it is admitted, and declared nowhere")
        }
        return missing + surplus
            + (difference.shape.map { [Difference(kind: .altered, network: nil, reason: $0)] } ?? [])
    }
}

/// What is to be said of a guard beside its differences.
public enum GuardNote: Sendable, Hashable {
    /// The VPC declares no whitelist, and there is a table of ours.
    case leftOver
    /// Nothing is known there that would load the table when the machine starts.
    case notKept

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .leftOver:
            "its VPC declares no whitelist, and table \(FilterTable.name) is there: it stays; to let everybody come: "
                + "nft delete table \(FilterTable.family) \(FilterTable.name)"
        case .notKept:
            "it has neither systemd nor \(GuardFile.rules.path): nothing loads the whitelist when it starts again"
        }
    }

    /// The word for programs.
    public var name: String {
        switch self {
        case .leftOver: "whitelist-left-over"
        case .notKept: "whitelist-not-kept"
        }
    }
}

/// Why a whitelist is not put in force.
public enum GuardRefusal: Sendable, Hashable {
    /// What there is to filter by cannot be asked; why, escaped.
    case silentFilter(String)
    /// The operator comes from an address that would not be admitted; nil where the machine does not say from which.
    case ownAddress(IPAddress?)
    /// What stands in the place of one of our files.
    case file(GuardFile)

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .silentFilter(let why): why
        case .ownAddress(let address?):
            "you come from \(address), which no entry of the whitelist admits: you would shut yourself out"
        case .ownAddress(nil): "it does not say from which address you come: you might shut yourself out"
        case .file(let file): "\(file.path) is no plain file of root's that nobody else may write"
        }
    }

    public var hint: String {
        switch self {
        case .silentFilter:
            "nft list tables and sshd -T there, as root; the admin account needs sudo, in levels.yaml too"
        case .ownAddress(let address?):
            "levels-ssh whitelist add \(address)/\(address.family.width) --owner NAME --until YYYY-MM-DD, or come from elsewhere"
        case .ownAddress(nil): "log in to it directly: SSH_CONNECTION is what tells"
        case .file(let file): "ls -ld \(file.path) there, and move away what it is"
        }
    }

    /// The word for programs.
    public var name: String {
        switch self {
        case .silentFilter: "silent-filter"
        case .ownAddress: "own-address"
        case .file: "guard-file"
        }
    }
}
