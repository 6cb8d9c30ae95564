internal import Inventory

extension PolicyRule {
    /// That there is no way in but a key. No CIS, STIG or PCI profile asks for the second and the third of these.
    static let login = [
        PolicyRule(
            .pubkeyAuthentication, "yes", "it is the way in that is managed", "dev-sec sshd-22, STIG, BSI",
            evidence: ["8.3.1"]),
        PolicyRule(
            .passwordAuthentication, "no", "a password can be guessed, and shared", "dev-sec sshd-27, Mozilla",
            but: "CIS, STIG, PCI-DSS and Lynis do not ask", evidence: ["8.3.1", "8.3.2"]),
        PolicyRule(
            .kbdInteractiveAuthentication, .secondFactorOnly, write: "no",
            "with UsePAM it asks for the same password by another door", "dev-sec sshd-29, Mozilla",
            but: "CIS, STIG, PCI-DSS and Lynis do not ask", evidence: ["8.3.1", "8.3.2"]),
        PolicyRule(
            .authenticationMethods, .publicKeyFirst, write: "publickey",
            "one directive that fails closed, whatever else is switched on", "Mozilla, dev-sec", evidence: ["8.3.1"]),
        PolicyRule(
            .permitEmptyPasswords, "no", "nobody comes in with nothing", "CIS, STIG, PCI-DSS, dev-sec, ANSSI",
            evidence: ["8.3.1"]),
        PolicyRule(
            .permitRootLogin, "no", "who was root must be known by name", "CIS, STIG, PCI-DSS, Mozilla, ANSSI",
            but: "dev-sec's profile and Lynis take prohibit-password as well", evidence: ["8.2.1", "8.2.2"]),
        PolicyRule(.hostbasedAuthentication, "no", "a machine is no person", "CIS, dev-sec", evidence: ["8.2.1"]),
        PolicyRule(
            .ignoreRhosts, "yes", "who may come is not for accounts to say", "CIS, STIG, PCI-DSS, dev-sec, Lynis"),
        PolicyRule(.ignoreUserKnownHosts, "yes", "nor which machines are believed", "STIG RHEL-09-255150, dev-sec"),
        PolicyRule(
            .gssapiAuthentication, "no", "what is not used is one way in less", "CIS (RHEL: L2), STIG, dev-sec",
            isOptional: true),
        PolicyRule(
            .kerberosAuthentication, "no", "it checks a password, by way of another server", "STIG, dev-sec",
            evidence: ["8.3.1"], isOptional: true),
        PolicyRule(
            .usePAM, "yes", "expired and locked accounts are known to PAM alone", "CIS, STIG, PCI-DSS",
            but: "many guides say no, for the passwords that KbdInteractiveAuthentication is off for",
            isOptional: true),
        PolicyRule(.strictModes, "yes", "a file that others may write to says nothing", "STIG, dev-sec, Lynis"),
        PolicyRule(
            .permitUserEnvironment, "no", "LD_PRELOAD would undo a forced command",
            "CIS, STIG, PCI-DSS, dev-sec, Lynis"),
    ]
}
