internal import Inventory

extension PolicyRule {
    /// Who may come at all, and every door that keys come through.
    static let doors = [
        PolicyRule(
            .allowUsers, .anything, write: nil, "accounts that nobody thought of stay out",
            "CIS, PCI-DSS, Lynis SSH-7440", evidence: ["7.2.1", "8.2.1"], weight: .advised, others: ["AllowGroups"]),
        PolicyRule(
            .authorizedKeysFile, .oneKeysFile, write: ".ssh/authorized_keys",
            "the one that is managed; sshd's default reads authorized_keys2 as well", "ours",
            evidence: ["7.2.4", "8.2.4"]),
        PolicyRule(
            .authorizedKeysCommand, "none", "a program that is asked lets in whom no file names", "ours",
            evidence: ["7.2.4", "8.2.4"]),
        PolicyRule(.trustedUserCAKeys, "none", "so does a CA", "ours", evidence: ["7.2.4", "8.2.4"]),
        PolicyRule(
            .authorizedPrincipalsFile, "none", "it says for whom a CA speaks, and there is none", "ours",
            evidence: ["8.2.4"]),
        PolicyRule(
            .authorizedPrincipalsCommand, "none", "so does a program", "ours", evidence: ["8.2.4"]),
        PolicyRule(
            .revokedKeys, .anything, write: nil, "who has left is refused, wherever the key stands", "dev-sec",
            evidence: ["8.2.5"]),
        PolicyRule(.permitUserRC, "no", "a file of the account would run before a forced command", "ours"),
        PolicyRule(
            .acceptEnv, .only(["LANG", "LC_*", "COLORTERM", "NO_COLOR"]), write: "LANG LC_*",
            "LD_PRELOAD and its like would undo a forced command", "ours", but: "Debian ships LANG LC_*"),
        PolicyRule(
            .requiredRSASize, .number(2048...Int.max), write: "2048", "its default is 1024 bits", "NIST SP 800-131A",
            but: "no benchmark asks", evidence: ["8.3.2"]),
    ]
}
