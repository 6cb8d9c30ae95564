internal import Inventory

extension PolicyRule {
    /// Which tunnels there are. On bastions, and on hosts that tunnels end on, each key says what it may open.
    static let forwarding = [
        PolicyRule(
            .disableForwarding, [.bastion: .oneOf(["no"]), .tunnelHost: .oneOf(["no"]), .host: .oneOf(["yes"])],
            write: [.bastion: "no", .tunnelHost: "no", .host: "yes"],
            "tunnels are for the machines that they end on or pass through", "CIS L2 (Ubuntu, Debian, RHEL): yes",
            but: "with which nothing jumps; before OpenSSH 10.0 it misses X11 and the agent (CVE-2025-32728)",
            evidence: ["1.4.2", "2.2.6"]),
        PolicyRule(
            .allowTcpForwarding, [.bastion: .oneOf(["local"]), .tunnelHost: .oneOf(["local"]), .host: .oneOf(["no"])],
            write: [.bastion: "local", .tunnelHost: "local", .host: "no"],
            "tunnels go outwards, and only where one ends or passes through",
            "CIS L2 (Amazon Linux), PCI-DSS, dev-sec and Lynis ask for no",
            but: "with which nothing jumps; Lynis counts local as medium", evidence: ["1.4.2", "2.2.6"]),
        PolicyRule(
            .permitOpen, [.host: .oneOf(["none"])], write: [.host: "none"],
            "no tunnel ends here, whatever a key says", "ours", evidence: ["1.4.2"]),
        PolicyRule(.permitListen, "none", "nobody listens here for somebody far away", "ours", evidence: ["1.4.2"]),
        PolicyRule(.gatewayPorts, "no", "nobody listens for others", "dev-sec, Lynis", evidence: ["1.4.2"]),
        PolicyRule(
            .allowStreamLocalForwarding, "no", "a socket is a door that permitopen= does not guard",
            "implied by DisableForwarding in CIS L2", but: "nobody asks for it by itself", evidence: ["1.4.2"]),
        PolicyRule(.allowAgentForwarding, "no", "root on the way could use the keys", "dev-sec, Lynis, Mozilla"),
        PolicyRule(
            .x11Forwarding, "no", "the far side could read the keyboard", "STIG, CIS L2, PCI-DSS, dev-sec, Lynis"),
        PolicyRule(
            .x11UseLocalhost, "yes", "should it be on, it listens for this machine alone", "STIG, dev-sec"),
        PolicyRule(.permitTunnel, "no", "a network is no tunnel of ours", "dev-sec, Lynis", evidence: ["1.4.2"]),
    ]
}
