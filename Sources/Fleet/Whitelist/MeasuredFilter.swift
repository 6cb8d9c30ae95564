public import Inventory

/// What a bastion's packet filter says of our table.
public enum MeasuredFilter: Sendable, Hashable {
    /// There is nothing there to filter by, so nobody is kept out: no nft(8), or a kernel that does not do for root what
    /// it asks. Why, escaped.
    case lacking(String)
    /// It would not answer who asked; why, escaped.
    case unknown(String)
    case absent
    /// As we write it.
    case table(FilterTable)
    /// There is such a table, but it is not as we write it; in what, escaped.
    case altered(String)
}

/// How the declared whitelist and a bastion's filter differ.
public struct FilterDifference: Sendable, Hashable {
    /// Declared, and turned away.
    public let missing: CIDRSet
    /// Admitted, and not declared.
    public let surplus: CIDRSet
    /// What is other about the table than its addresses: lower case, no final stop; nil where nothing is.
    public let shape: String?

    /// Nil where they do not differ. Of a filter that is not there, or not ours, all addresses count as admitted.
    public init?(declared: FilterTable, measured: MeasuredFilter) {
        switch measured {
        case .lacking(let why), .unknown(let why):
            self.init(missing: CIDRSet(), surplus: CIDRSet(), shape: why)
        case .absent:
            self.init(
                missing: CIDRSet(), surplus: CIDRSet(), shape: "there is no table \(FilterTable.name): all are admitted"
            )
        case .altered(let what):
            self.init(
                missing: CIDRSet(), surplus: CIDRSet(),
                shape: "table \(FilterTable.name) is not as it is written: \(what)")
        case .table(let table) where table == declared:
            return nil
        case .table(let table):
            func listed(_ ports: Set<Int>) -> String { ports.sorted().map(String.init).joined(separator: ", ") }
            self.init(
                missing: declared.admitted.subtracting(table.admitted),
                surplus: table.admitted.subtracting(declared.admitted),
                shape: table.ports == declared.ports
                    ? nil : "it guards port \(listed(table.ports)), and sshd listens on \(listed(declared.ports))")
        }
    }

    private init(missing: CIDRSet, surplus: CIDRSet, shape: String?) {
        self.missing = missing
        self.surplus = surplus
        self.shape = shape
    }
}
