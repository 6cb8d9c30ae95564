/// The keys of one kind of mapping in levels.yaml. The reader takes these and no others, and looks a value up by
/// nothing else, so a key that is not in the table cannot be read by accident.
protocol DeclaredKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What the mapping is called in levels.schema.json, under `$defs`; `document` is the schema itself.
    static var definition: String { get }
    var isRequired: Bool { get }
}

enum DocumentKey: String, DeclaredKey {
    case vpcs, environments, identities
    static let definition = "document"
    var isRequired: Bool { self != .identities }
}

enum VPCKey: String, DeclaredKey {
    case cidr, whitelist, bastions, user, admin, knownHosts, foreign, exceptions
    static let definition = "vpc"
    var isRequired: Bool {
        switch self {
        case .cidr, .bastions, .user: true
        case .whitelist, .admin, .knownHosts, .foreign, .exceptions: false
        }
    }
}

enum WhitelistKey: String, DeclaredKey {
    case cidr, owner, until, why, exception
    static let definition = "whitelistEntry"
    var isRequired: Bool { self == .cidr || self == .owner }
}

enum BastionKey: String, DeclaredKey {
    case address, hostKey
    static let definition = "bastion"
    var isRequired: Bool { self == .address }
}

enum AdminKey: String, DeclaredKey {
    case user, sudo
    static let definition = "admin"
    var isRequired: Bool { self == .user }
}

enum EnvironmentKey: String, DeclaredKey {
    case vpc, protected, recording, syslog, hosts, databases, foreign, exceptions
    static let definition = "environment"
    var isRequired: Bool { self == .vpc || self == .hosts }
}

/// From the login policy, of a VPC's bastions or an environment's hosts.
enum ExceptionKey: String, DeclaredKey {
    case directive, value, reason, owner, until, user, machines
    static let definition = "exception"
    var isRequired: Bool { self != .user && self != .machines }
}

enum HostsKey: String, DeclaredKey {
    case user, list
    static let definition = "hosts"
    var isRequired: Bool { true }
}

enum HostKey: String, DeclaredKey {
    case name, address, hostKey, databaseReachable
    static let definition = "host"
    var isRequired: Bool { self == .name || self == .address }
}

enum DatabaseKey: String, DeclaredKey {
    case engine, writer, reader, name, user, password, localPort
    static let definition = "database"
    var isRequired: Bool { self == .engine || self == .writer }
}

/// Exactly one of them.
enum PasswordKey: String, DeclaredKey {
    case env, file, command
    static let definition = "password"
    var isRequired: Bool { false }
}

/// A table of keys as data, for what must agree with the reader: the schema and the manual page.
package struct KeyTable: Sendable {
    package let definition: String
    package let keys: [String]
    package let required: [String]

    init<Key: DeclaredKey>(_ type: Key.Type) {
        definition = Key.definition
        keys = Key.allCases.map(\.rawValue)
        required = Key.allCases.filter(\.isRequired).map(\.rawValue)
    }

    package static let all = [
        KeyTable(DocumentKey.self), KeyTable(VPCKey.self), KeyTable(WhitelistKey.self), KeyTable(BastionKey.self),
        KeyTable(AdminKey.self), KeyTable(EnvironmentKey.self), KeyTable(HostsKey.self), KeyTable(HostKey.self),
        KeyTable(DatabaseKey.self), KeyTable(PasswordKey.self), KeyTable(ExceptionKey.self),
    ]
}
