/// The packet filter of one machine of the lab, as `nft -f` reads it (nft(8)): what is not let in is turned away with a
/// message, so that nobody has to wait to see that he is not.
struct Firewall {
    let plan: NetworkPlan
    let machine: NetworkPlan.Machine
    let role: LabServer.Role?

    var text: String {
        """
        table inet lab {
            chain input {
                type filter hook input priority 0; policy drop;
                iif lo accept
                ct state established,related accept
                ip protocol icmp accept
        \(accepted.map { "        \($0)\n" }.joined())        counter reject with icmpx admin-prohibited
            }
            chain forward {
                type filter hook forward priority 0; policy drop;
            }
        }

        """
    }

    private var accepted: [String] {
        switch role {
        case .bastion: ["ip saddr \(plan.machine("client")?.outside ?? "127.0.0.1") tcp dport 22 accept"]
        case .host: from(.bastion).map { "ip saddr \($0) tcp dport 22 accept" }
        // Whatever port: the databases', and those of a test's own servers.
        case .database: from(.host).map { "ip saddr \($0) accept" }
        case .relay, nil: []
        }
    }

    private func from(_ role: LabServer.Role) -> [String] {
        plan.machines.filter { $0.vpc == machine.vpc && !$0.isInCrowd && NetworkPlan.role(of: $0.name) == role }
            .compactMap(\.inside)
    }
}

extension NetworkPlan {
    static func role(of name: String) -> LabServer.Role? {
        if name.hasPrefix("bastion-") { return .bastion }
        if name.hasPrefix("host-") || name == crowd { return .host }
        if name.hasPrefix("db-") { return .database }
        return nil
    }
}
