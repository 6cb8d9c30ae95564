/// Exceptions from the login policy in the sample, right and wrong.
enum ExceptionCases {
    private static let rest = "reason: r, owner: o, until: 2027-01-31"

    /// The sample's VPC with exceptions, each a list of keys and values.
    static func ofBastions(_ exceptions: String...) -> (String, String) {
        let items = exceptions.map { "      - { \($0) }\n" }.joined()
        return ("    user: jump\n    admin", "    user: jump\n    exceptions:\n\(items)    admin")
    }

    static func ofHosts(_ exceptions: String...) -> (String, String) {
        let items = exceptions.map { "      - { \($0) }\n" }.joined()
        return ("    protected: true\n", "    protected: true\n    exceptions:\n\(items)")
    }

    static let good: [(String, String)] = [
        ofBastions("directive: MaxSessions, value: 20, \(rest)"),
        ofBastions("directive: PasswordAuthentication, value: yes, user: legacy, \(rest)"),
        ofBastions("directive: Banner, value: /etc/issue.net, machines: [\"Bastion.example.net:22\"], \(rest)"),
        ofBastions(
            "directive: MaxAuthTries, value: 6, \(rest)", "directive: MaxAuthTries, value: 8, user: ci, \(rest)"),
        ofHosts("directive: AcceptEnv, value: \"LANG LC_*\", user: app, machines: [app-1], \(rest)"),
        ("    protected: true\n", "    exceptions: []\n"),
    ]

    static let bad: [BadCase] = [
        bad(ofBastions("directive: PasswordAuthentification, value: yes, \(rest)"), .refuses, misspelt),
        bad(
            ofBastions("directive: ChallengeResponseAuthentication, value: yes, \(rest)"), .refuses,
            "did you mean \"KbdInteractiveAuthentication\"?"),
        bad(ofBastions("directive: x11forwarding, value: yes, \(rest)"), .refuses, "did you mean \"X11Forwarding\"?"),
        bad(ofHosts("directive: Port, value: 2222, \(rest)"), .refuses, "the login policy has no rule for it"),
        bad(ofHosts("directive: RevokedKeys, value: none, \(rest)"), .refuses, "there is no exception from it"),
        bad(ofHosts("directive: MaxSessions, \(rest)"), .refuses, "prod.exceptions[0]: value is missing"),
        bad(
            ofHosts("directive: MaxSessions, value: 20, reason: r, until: 2027-01-31"), .refuses, "owner is missing"),
        bad(ofHosts("directive: MaxSessions, value: 20, owner: o, until: 2027-01-31"), .refuses, "reason is missing"),
        bad(ofHosts("directive: MaxSessions, value: 20, owner: o, reason: r"), .refuses, "until is missing"),
        bad(ofHosts("directive: PrintLastLog, value: false, \(rest)"), .refuses, written + "; did you mean \"no\"?"),
        bad(ofHosts("directive: Banner, value: \"a\\nPort 1\", \(rest)"), .refuses, written),
        bad(
            ofHosts("directive: Banner, value: \"/etc/a # b\", \(rest)"), .refuses, "without quotes, backslashes and #"),
        bad(ofHosts("directive: Banner, value: \" a\", \(rest)"), .refuses, written),
        bad(ofHosts("directive: Banner, value: [a], \(rest)"), .refuses, "value a list: must be a string"),
        bad(
            ofHosts("directive: MaxStartups, value: \"10\", user: app, \(rest)"), .refuses,
            "exceptions[0].user: MaxStartups holds for everybody: sshd takes it in no Match block"),
        bad(
            ofHosts("directive: MaxSessions, value: 20, machines: [app-2], \(rest)"), .passes,
            "there is no such host here; did you mean \"app-1\"?"),
        bad(
            ofBastions("directive: MaxSessions, value: 20, machines: [\"bastoin.example.net:22\"], \(rest)"), .passes,
            "there is no such bastion here; did you mean \"bastion.example.net:22\"?"),
        bad(ofHosts("directive: MaxSessions, value: 20, machines: [], \(rest)"), .refuses, "must not be empty"),
        bad(
            ofHosts(
                "directive: MaxSessions, value: 20, machines: [app-1], \(rest)",
                "directive: MaxSessions, value: 30, \(rest)"),
            .passes, "exceptions[1]: MaxSessions is excepted in line 20 already, for the same machine"),
        bad(
            ofHosts(
                "directive: MaxSessions, value: 20, user: app, \(rest)",
                "directive: MaxSessions, value: 30, user: app, \(rest)"),
            .passes, "is excepted in line 20 already, for the same account of the same machine"),
        bad(
            ofHosts("directive: MaxSessions, value: 20, why: x, \(rest)"), .refuses,
            "is no key here; there are directive"),
    ]

    private static let written = "must be a value as sshd -T writes it"
    private static let misspelt =
        "levels.yaml:10:22: vpcs.one.exceptions[0].directive: value \"PasswordAuthentification\": the login policy has "
        + "no rule for it: levels.yaml(5) lists those it has; did you mean \"PasswordAuthentication\"?"

    private static func bad(_ change: (String, String), _ schema: BadCase.Schema, _ says: String) -> BadCase {
        BadCase(change.0, change.1, schema, says)
    }
}
