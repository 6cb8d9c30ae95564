public import Inventory

/// Our own table in a bastion's packet filter (nft(8)), and no other: who may come to the SSH port.
///
/// It looks at each packet by itself, whether or not it belongs to a connection that is established, so that an address
/// that is taken out is cut off at once. Other ports are not its business, and what it lets pass others may still drop:
/// an `accept` ends one chain only.
public struct FilterTable: Sendable, Hashable {
    public static let family = "inet"
    public static let name = "levels_ssh"
    static let setV4 = "admitted4"
    static let setV6 = "admitted6"
    static let chain = "input"
    /// Before the usual filters, at 0; behind connection tracking, which it does not ask.
    static let priority = -10

    /// That the bastion's sshd listens on; never empty.
    public let ports: Set<Int>
    public let admitted: CIDRSet

    public init(ports: Set<Int>, admitted: CIDRSet) {
        self.ports = ports
        self.admitted = admitted
    }

    /// The whole table for `nft -f`, in one transaction: it is there as it was until it is there as it is to be. The first
    /// line is for `delete`, which fails where there is nothing to delete.
    public var text: String {
        let ports = "{ " + ports.sorted().map(String.init).joined(separator: ", ") + " }"
        return """
            table \(Self.family) \(Self.name)
            delete table \(Self.family) \(Self.name)
            table \(Self.family) \(Self.name) {
                set \(Self.setV4) {
                    type ipv4_addr
                    flags interval
            \(Self.elements(admitted.networks(.v4)))    }
                set \(Self.setV6) {
                    type ipv6_addr
                    flags interval
            \(Self.elements(admitted.networks(.v6)))    }
                chain \(Self.chain) {
                    type filter hook input priority \(Self.priority); policy accept;
                    iifname "lo" accept
                    tcp dport \(ports) ip saddr @\(Self.setV4) accept
                    tcp dport \(ports) ip6 saddr @\(Self.setV6) accept
                    tcp dport \(ports) drop
                }
            }

            """
    }

    /// Takes the table away, with all that is in it.
    public static let removal = "table \(family) \(name)\ndelete table \(family) \(name)\n"

    /// Nothing for none: `elements = { }` is no statement.
    private static func elements(_ networks: [CIDR]) -> String {
        guard !networks.isEmpty else { return "" }
        return "        elements = {\n"
            + networks.map { "            \($0)" }.joined(separator: ",\n") + "\n        }\n"
    }
}
