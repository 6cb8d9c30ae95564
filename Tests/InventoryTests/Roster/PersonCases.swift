/// The rules of a person's file, each broken once, and ways to change one that leave it right.
enum PersonCases {
    static let key = RosterSample.keys[0]

    static let bad: [BadCase] = [
        BadCase("name: Alice Example\n", "", .refuses, "keys/alice.yaml:1:1: name is missing"),
        BadCase("name: Alice Example\n", "name: 7\n", .refuses, "must be a string, not a number"),
        BadCase("Alice Example", "\"Alice\\eExample\"", .refuses, "value \"Alice\\u{1b}Example\": must have 1 to 128"),
        BadCase(
            "keys:", "kyes:", .refuses, "1:1: keys is missing",
            "2:1: kyes: value \"kyes\": is no key here; there are name, keys, access, from, until, admin; did you mean"),
        BadCase("admin: false", "admin: no", .refuses, "7:8: admin: value \"no\": must be true or false"),
        BadCase("keys:\n  - \(key) alice@laptop", "keys: []", .refuses, "the list of public keys must not be empty"),
        BadCase("keys:\n  - \(key) alice@laptop", "keys: \(key)", .refuses, "must be a list of public keys"),
        BadCase("- \(key)", "- ssh-ed25519 AAAA", .passes, "3:5: keys[0]: value \"ssh-ed25519 ...\": "),
        BadCase("- \(key) alice@laptop", "- 7", .refuses, "value <redacted>: must be the line of a public key"),
        BadCase("- \(key)", "- restrict \(key)", .refuses, "value <redacted>: a key begins with its type"),
        BadCase("- ssh-ed25519", "- ssh-ed25591", .refuses, "did you mean \"ssh-ed25519\"?"),
        BadCase("- \(key) alice@laptop", "- \"\(key)\\nx\"", .refuses, "a key is one line, without control"),
        BadCase(
            "- \(key) alice@laptop", "- |\n    -----BEGIN OPENSSH PRIVATE KEY-----\n    b3BlbnNzaC1rZXktdjEA\n",
            .refuses, "value <redacted>: this is a private key"),
        BadCase(
            "Alice Example", "\"-----BEGIN PRIVATE KEY-----\\nMC4CAQA\"", .refuses, "value <redacted>: must have 1 to"),
        BadCase("- \(key) alice@laptop", "- \(key)\n  - \(key) b", .passes, "4:5: keys[1]: ", "in line 3 already"),
        BadCase("dev: shell", "dev: root", .refuses, "access.dev: value \"root\": must be tunnel or shell"),
        BadCase("dev: shell", "dev: shel", .refuses, "did you mean \"shell\"?"),
        BadCase("dev: shell", "dev: true", .refuses, "must be a string, not a boolean"),
        BadCase("dev: shell", "dve: shell", .passes, "access.dve: value \"dve\": levels.yaml has no such environment"),
        BadCase("dev: shell", "dev: tunnel, dev: shell", .unasked, "this key is in line 4 already"),
        BadCase("{ dev: shell, prod: tunnel }", "[dev]", .refuses, "must be a mapping from environments to tunnel or"),
        BadCase("198.51.100.7/32", "198.51.100.7", .refuses, "did you mean \"198.51.100.7/32\"?"),
        BadCase("198.51.100.7/32", "0.0.0.0/0", .refuses, "is too wide"),
        BadCase("[198.51.100.7/32]", "[]", .refuses, "the list of networks must not be empty"),
        BadCase(
            "[198.51.100.7/32]", "[198.51.100.7/32, 198.51.100.7/32]", .passes, "this network is in line 5 already"),
        BadCase("2027-01-31", "2027-02-30", .passes, "the calendar has no such day"),
        BadCase("2027-01-31", "soon", .refuses, "must be a day such as"),
        BadCase("2027-01-31", "", .refuses, "must be a string, not nothing"),
        BadCase("until:", "until: &u", .unasked, "anchors are not taken"),
    ]

    static let good: [(String, String)] = [
        ("access: { dev: shell, prod: tunnel }\n", ""),
        ("{ dev: shell, prod: tunnel }", "{}"),
        ("from: [198.51.100.7/32]\n", "from: [\"2001:db8:1::/48\", 198.51.100.0/24]\n"),
        ("until: 2027-01-31\n", ""),
        ("admin: false", "admin: true"),
        ("Alice Example", "\"Zoë $(reboot) 'x' \\\"y\\\"\""),
        (" alice@laptop", ""),
        (" alice@laptop", " Alice's key, of 2026"),
        ("- \(key) alice@laptop", "- \(key)\n  - \(RosterSample.keys[2])"),
    ]
}
