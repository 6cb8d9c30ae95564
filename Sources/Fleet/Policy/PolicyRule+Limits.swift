internal import Inventory

extension PolicyRule {
    /// `none`, in words that sshd takes in every place.
    static let noChannelTimeout = "*=0"

    static let limits = [
        PolicyRule(
            .maxAuthTries, .number(1...4), write: "4", "guessing costs", "CIS, PCI-DSS: 4",
            but: "Lynis: 3; dev-sec: 2, with which an agent of many keys fails"),
        PolicyRule(
            .maxSessions, .number(4...10), write: "10", "more are not needed, and fewer break multiplexing",
            "CIS, PCI-DSS, dev-sec: 10", but: "Lynis: 2"),
        PolicyRule(
            .maxStartups, .startups(10, 30, 60), write: "10:30:60", "strangers must not use up all places",
            "CIS, PCI-DSS, dev-sec", but: "before OpenSSH 10.1 the last line counts, not the first"),
        PolicyRule(
            .loginGraceTime, .number(1...60), write: "60", "who is not in by then is not coming in",
            "CIS, PCI-DSS: 60", but: "dev-sec: 30; Lynis: 120"),
        PolicyRule(
            .clientAliveInterval, .number(1...300), write: "300", "a dead peer is noticed; it measures no idleness",
            "CIS, dev-sec, Lynis: 300", but: "STIG: 600; PCI-DSS: 900"),
        PolicyRule(
            .clientAliveCountMax, .number(1...3), write: "3", "0 would switch it off", "CIS, dev-sec: 3",
            but: "Lynis: 2; STIG, PCI-DSS: 1"),
        PolicyRule(
            .channelTimeout, [.bastion: .sparesTunnels, .tunnelHost: .sparesTunnels],
            write: [.bastion: Self.noChannelTimeout, .tunnelHost: Self.noChannelTimeout],
            "a query may be silent for hours; sessions may be ended, which PCI-DSS 8.2.8 is for", "ours",
            but: "nobody asks, though it is sshd's only measure of idleness"),
        PolicyRule(
            .unusedConnectionTimeout, [.bastion: .neverOrFrom(300), .tunnelHost: .neverOrFrom(300)],
            write: [.bastion: "none", .tunnelHost: "none"],
            "a tunnel that nobody is connected to has no channel, and is to stay", "ours"),
        PolicyRule(
            .perSourcePenalties, .isOn, write: "yes", "who guesses waits", "sshd's default since 9.8; SC-5"),
    ]
}
