/// The rules of levels.yaml, each broken once.
enum BadCases {
    static let key = Sample.ed25519
    static let pin = "hostKey: \"\(key)\""
    static let password = "{ env: LEVELS_DB_PASSWORD }"

    static let all = structure + values + credentials + across + ExceptionCases.bad + yaml

    static let structure: [BadCase] = [
        BadCase(
            "bastions:", "bastoins:", .refuses, "levels.yaml:3:5: vpcs.one: bastions is missing",
            "levels.yaml:6:5: vpcs.one.bastoins: value \"bastoins\": is no key here; there are cidr, whitelist,"),
        BadCase("    user: jump\n    admin", "    admin", .refuses, "3:5: vpcs.one: user is missing"),
        BadCase("    cidr: 10.10.0.0/16\n", "", .refuses, "3:5: vpcs.one: cidr is missing"),
        BadCase("    vpc: one\n", "", .refuses, "environments.prod: vpc is missing"),
        BadCase("owner: office, ", "", .refuses, "vpcs.one.whitelist[0]: owner is missing"),
        BadCase("engine: mysql\n", "user: x\n", .unasked, "engine is missing", "this key is in line 25 already"),
        BadCase("protected: true", "protected: yes", .refuses, "must be true or false, not a string"),
        BadCase("protected: true", "protected: \"true\"", .refuses, "must be true or false, not a string"),
        BadCase("protected: true", "protected:", .refuses, "value nothing: must be true or false, not nothing"),
        BadCase("sudo: true", "sudo: 1", .refuses, "9:31: vpcs.one.admin.sudo: value \"1\": must be true or false"),
        BadCase("user: jump", "user: [jump]", .refuses, "8:11: vpcs.one.user: value a list: must be a string"),
        BadCase("user: jump", "user: 1234", .refuses, "put it in quotes, as in \"1234\""),
        BadCase("admin: { user: ops, sudo: true }", "admin: ops", .refuses, "must be a mapping with user, sudo"),
        BadCase("localPort: 13306", "localPort: \"13306\"", .refuses, "without quotes, not a string"),
        BadCase("localPort: 13306", "localport: 13306", .refuses, "did you mean \"localPort\"?"),
        BadCase("app\n      list:", "app\n      liste:", .refuses, "list is missing", "did you mean \"list\"?"),
    ]

    static let values: [BadCase] = [
        BadCase("one:\n", "One:\n", .refuses, "did you mean \"one\"?", "there is no such VPC under vpcs; did you mean"),
        BadCase("name: app-1", "name: app_1", .refuses, "a name is 1 to 31 of a-z, 0-9 and -", "app-1"),
        BadCase("user: jump", "user: -jump", .refuses, "does not begin with -"),
        BadCase("user: jump", "user: \"jump host\"", .refuses, "a user name is 1 to 32"),
        BadCase("10.10.0.0/16", "10.10.0.0", .refuses, "must be a network such as", "10.10.0.0/32"),
        BadCase("10.10.0.0/16", "10.10.0.1/16", .passes, "must be zero; did you mean \"10.10.0.0/16\"?"),
        BadCase("10.10.0.0/16", "10.10.0.0/33", .refuses, "from 0 to 32"),
        BadCase("10.10.0.0/16", "\"::ffff:10.10.0.0/112\"", .passes, "did you mean \"10.10.0.0/16\"?"),
        BadCase("203.0.113.0/24", "0.0.0.0/0", .refuses, "is too wide: the prefix must be 8 or longer"),
        BadCase(
            "203.0.113.0/24, owner: office", "0.0.0.0/0, exception: true, owner: office", .refuses,
            "whitelist[0]: why is missing: an exception says why, and until when"),
        BadCase(
            "203.0.113.0/24, owner: office, until: 2027-06-30", "0.0.0.0/0, exception: true, why: x, owner: office",
            .refuses, "whitelist[0]: until is missing: an exception says why, and until when"),
        BadCase(
            "203.0.113.0/24,", "203.0.113.0/24, why: x, exception: true,", .passes,
            "203.0.113.0/24 is not too wide: nothing to be an exception from"),
        BadCase("203.0.113.0/24,", "0.0.0.0/0, exception: false,", .refuses, "is too wide"),
        BadCase(
            "203.0.113.0/24", "\"::ffff:198.51.100.0/120\"", .passes,
            "in IPv6 clothing, which no packet wears; did you mean \"198.51.100.0/24\"?"),
        BadCase("owner: office", "owner: office, why: \"a\\tb\"", .refuses, "none of them a control character"),
        BadCase("203.0.113.0/24", "\"::/0\"", .refuses, "is too wide: the prefix must be 16 or longer"),
        BadCase("2027-06-30", "30.6.2027", .refuses, "must be a day such as"),
        BadCase("2027-06-30", "2027-02-29", .passes, "the calendar has no such day"),
        BadCase("owner: office", "owner: \"off\\eice\"", .refuses, "value \"off\\u{1b}ice\": must have 1 to 128"),
        BadCase("bastion.example.net:22", "bastion.example.net", .refuses, "did you mean \"bastion.example.net:22\"?"),
        BadCase("bastion.example.net:22", "bastion.example.net:0", .refuses, "from 1 to 65535"),
        BadCase("bastion.example.net:22", "bastion.example.net:65536", .refuses, "from 1 to 65535"),
        BadCase("bastion.example.net:22", "2001:db8::1", .refuses, "did you mean \"[2001:db8::1]:22\"?"),
        BadCase("bastion.example.net:22", "-oProxyCommand=x:22", .refuses, "no part beginning or ending with -"),
        BadCase("db.example.net:3306", "10.1:3306", .refuses, "four decimal numbers"),
        BadCase("db.example.net:3306", "0x0a0a0101:3306", .refuses, "four decimal numbers"),
        BadCase("db.example.net:3306", "010.10.1.1:3306", .refuses, "four decimal numbers"),
        BadCase(pin, "hostKey: ssh-dss AAAA", .refuses, "the type of a host key must be one of"),
        BadCase(pin, "hostKey: \"ssh-ed25519 AAAA\"", .passes, "the key is cut short"),
        BadCase(pin, "hostKey: \"ssh-ed25519 A*AA\"", .refuses, "the key in base64"),
        BadCase(pin, "hostKey: []", .refuses, "the list of host keys must not be empty"),
        BadCase(pin, "hostKey: [\"\(key)\", oops]", .refuses, "bastions[0].hostKey[1]: value \"oops\""),
        BadCase(", \(pin) }", " }", .refuses, "7:9: vpcs.one.bastions[0]: hostKey is missing, and VPC one has no"),
        BadCase("engine: mysql", "engine: MariaDB", .refuses, "mysql, postgres, tcp; did you mean \"mysql\"?"),
        BadCase("engine: mysql", "engine: postgers", .refuses, "did you mean \"postgres\"?"),
        BadCase("localPort: 13306", "localPort: 443", .refuses, "must be a number from 1024 to 65535"),
        BadCase("localPort: 13306", "localPort: 99999999999999999999999", .refuses, "from 1024 to 65535"),
        BadCase("protected: true", "foreign: remvoe", .refuses, "must be keep or remove; did you mean \"remove\"?"),
        BadCase(
            "protected: true", "recording: requierd", .refuses,
            "environments.prod.recording: value \"requierd\": must be optional or required; did you mean \"required\"?"),
        BadCase("protected: true", "syslog: true", .refuses, "must be a string, not a boolean"),
        BadCase(
            "protected: true", "syslog: require", .refuses, "must be none or required; did you mean \"required\"?"),
        BadCase("protected: true", "foreign: true", .refuses, "must be a string, not a boolean"),
        BadCase("    user: jump\n", "    user: jump\n    foreign: ask\n", .refuses, "must be keep or remove"),
        BadCase("vpcs:", "identities: []\nvpcs:", .refuses, "the list of paths must not be empty"),
        BadCase("    user: jump\n", "    user: jump\n    knownHosts: 7\n", .refuses, "must be a list of paths"),
    ]

    static let credentials: [BadCase] = [
        BadCase("tcp, writer", "tcp, user: x, writer", .refuses, "engine tcp passes no user on"),
        BadCase("user: app_ro\n", "\n", .refuses, "a password needs a user beside it"),
        BadCase(password, "hunter2", .refuses, "value <redacted>: must be a mapping"),
        BadCase(password, "{ env: hunter-2 }", .refuses, "value <redacted>: the name of a variable"),
        BadCase(password, "{ env: A, file: b }", .refuses, "exactly one of env, file, command"),
        BadCase(password, "{}", .refuses, "exactly one of env, file, command"),
        BadCase(password, "{ command: pass show x }", .refuses, "must be a list of strings"),
        BadCase(password, "{ command: [] }", .refuses, "must not be empty"),
        BadCase(password, "{ command: [pass, 7] }", .refuses, "command[1]: value <redacted>: must be a string"),
        BadCase(password, "{ command: [\"\"] }", .refuses, "the program must not be empty"),
        BadCase(password, "{ file: ~bob/pw }", .refuses, "only ~/ is expanded"),
    ]

    static let across: [BadCase] = [
        BadCase(
            "10.20.0.0/16", "10.10.128.0/17", .passes,
            "11:11: vpcs.two.cidr: value \"10.10.128.0/17\": overlaps "
                + "10.10.0.0/16 of VPC one in line 3",
            "10.20.1.11:22\": is outside 10.10.128.0/17 of VPC two", "10.20.9.5:6379\": is outside"),
        BadCase(
            "vpc: two", "vpc: too", .passes, "value \"too\": there is no such VPC under vpcs; did you mean \"two\"?"),
        BadCase("10.10.1.11:22", "10.30.1.11:22", .passes, "is outside 10.10.0.0/16 of VPC one"),
        BadCase("10.10.1.11:22", "10.20.1.11:22", .passes, "of VPC one, and inside 10.20.0.0/16 of VPC two"),
        BadCase("10.10.1.11:22", "[2001:db8::1]:22", .passes, "is outside 10.10.0.0/16 of VPC one"),
        BadCase("10.20.9.5:6379", "10.10.9.5:6379", .passes, "of VPC two, and inside 10.10.0.0/16 of VPC one"),
        BadCase("bastion.example.net:22", "10.20.0.9:22", .passes, "is inside 10.20.0.0/16 of VPC two"),
        BadCase("10.20.9.5:6379", "DB.example.net:3306", .passes, "this database belongs to VPC one in line 26"),
        BadCase("bastion.dev.example.net", "bastion.example.net", .passes, "this bastion belongs to VPC one in line 7"),
        BadCase(
            "engine: tcp,", "engine: tcp, localPort: 13306,", .passes,
            "is the port of environments.prod.databases.main.localPort in line 30 already"),
        BadCase(
            "name: app-1, address",
            "name: app-1, address: \"10.10.1.10:22\", \(pin) }\n        - { name: app-1, address",
            .passes, "this name of a host is in line 22 already"),
        BadCase(
            "name: app-1, address",
            "name: app-0, address: \"10.10.1.11:22\", \(pin) }\n        - { name: app-1, address",
            .passes, "this address of a host is in line 22 already"),
        BadCase(
            "  - { address", "  - { address: \"bastion.example.net:22\", \(pin) }\n      - { address", .passes,
            "this bastion is in line 7 already"),
        BadCase(
            "name: app-1,", "databaseReachable: false, name: app-1,", .refuses,
            "databases need at least one host that is not databaseReachable: false"),
        BadCase(
            ", address: \"10.20.1.11:22\", \(pin)", ", address: \"10.20.1.11:22\"", .passes,
            "hostKey is missing, and VPC two has no knownHosts"),
    ]

    static let yaml: [BadCase] = [
        BadCase(
            "user: jump", "user: jump\n    user: jump", .unasked,
            "9:5: vpcs.one.user: value \"user\": this key is in line 8"),
        BadCase("user: jump", "user: &u jump", .unasked, "8:11: vpcs.one.user: anchors are not taken"),
        BadCase("user: jump", "user: *u", .unasked, "aliases are not taken", "must be a string, not nothing"),
        BadCase("user: jump", "user: !!str jump", .unasked, "tags are not taken"),
        BadCase("user: jump", "user: \"jump", .unasked, "is not YAML: "),
        BadCase("user: jump", "user:\tjump: x", .unasked, "is not YAML: "),
        BadCase("user: jump", "? [user]\n    : jump", .unasked, "a key must be a single word", "user is missing"),
        BadCase("user: jump", "user: [[[[[[[[[[[[[[[[[jump]]]]]]]]]]]]]]]]]", .unasked, "nested deeper than 16 levels"),
        BadCase("environments:", "---\nenvironments:", .unasked, "a second document", "environments is missing"),
        BadCase("user: jump", "user: \u{7}jump", .unasked, "8:11: is not YAML: control characters are not allowed"),
    ]
}
