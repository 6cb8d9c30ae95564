internal import Inventory

extension PolicyRule {
    static let logging = [
        PolicyRule(
            .logLevel, .oneOf(["VERBOSE"]), write: "VERBOSE", "which key was used is told by its fingerprint",
            "CIS (RHEL, Amazon Linux), STIG, PCI-DSS, dev-sec, Lynis, Mozilla", but: "CIS (Ubuntu, Debian) takes INFO",
            evidence: ["10.2.2"]),
        PolicyRule(
            .syslogFacility, .oneOf(["AUTH", "AUTHPRIV"]), write: "AUTH", "logins are looked for there", "dev-sec",
            evidence: ["10.2.2"]),
        PolicyRule(
            .banner, .anything, write: nil, "whoever connects is told whose it is", "CIS, STIG",
            but: "dev-sec: none", weight: .advised),
        PolicyRule(
            .printLastLog, "yes", "people see a login that was not theirs", "STIG, Lynis", but: "dev-sec: no"),
    ]
}
