/// Ways to change the sample that leave it right.
enum GoodCases {
    static let all = own + ExceptionCases.good

    private static let own: [(String, String)] = [
        ("protected: true", "protected: False"),
        ("protected: true", "foreign: remove"),
        ("protected: true", "recording: required"),
        ("protected: true", "syslog: required"),
        ("    user: jump\n", "    user: jump\n    foreign: keep\n"),
        ("localPort: 13306", "localPort: 0x33fa"),
        ("localPort: 13306", "localPort: 65535"),
        ("user: jump", "user: \"1234\""),
        ("user: jump", "user: no"),
        ("user: jump", "user: Jump.Host_1"),
        ("203.0.113.0/24", "10.0.0.0/8"),
        ("203.0.113.0/24", "\"2001:db8::/32\""),
        ("203.0.113.0/24,", "203.0.113.0/24, why: \"the office's own\","),
        ("203.0.113.0/24,", "0.0.0.0/0, exception: true, why: a conference,"),
        ("203.0.113.0/24,", "\"::/0\", exception: true, why: a conference,"),
        ("10.20.9.5:6379", "cache:6379"),
        ("10.20.9.5:6379", "cache-1.0x1g.net:6379"),
        ("db.example.net:3306", "\"10.10.3.3:3306\""),
        ("bastion.example.net:22", "[2001:db8::1]:22"),
        ("bastion.example.net:22", "198.51.100.1:2222"),
        (BadCases.password, "{ command: [sh, -c, \"a | b\\n\"] }"),
        (BadCases.password, "{ file: ~/.secret }"),
        ("        password: \(BadCases.password)\n", ""),
        ("      cache: { engine: tcp, writer: \"10.20.9.5:6379\" }", "      {}"),
        ("    databases:\n      cache: { engine: tcp, writer: \"10.20.9.5:6379\" }\n", ""),
        ("until: 2027-06-30", "until: \"2028-02-29\""),
        (
            "hostKey: \"",
            "hostKey: \"ecdsa-sha2-nistp256 \(p256) root@bastion\" }\n      - { address: b:22, hostKey: \""
        ),
        (BadCases.pin, "hostKey: [\"\(BadCases.key)\", \"\(BadCases.key) b\"]"),
        (", \(BadCases.pin) }\n    user: jump", " }\n    knownHosts: known_hosts\n    user: jump"),
        ("vpcs:", "identities: [~/.ssh/id_levels]\nvpcs:"),
    ]

    private static let p256 =
        "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBAaM72GwXztsVzU0c5R8kXtuI/Dq4eu/GpuTiz82AtTDlA4TluipA8If"
        + "gchySJ/x7fPl5kJFDHXrwdmo4UvrBgM="
}
