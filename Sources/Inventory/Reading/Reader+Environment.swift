extension Reader {
    mutating func environment(_ name: String, _ field: Field) -> Environment? {
        guard let fields = fields(field, EnvironmentKey.self) else { return nil }
        let vpc = value(fields[.vpc]) { text throws(BrokenRule) in text }
        if let vpc, let place = fields[.vpc]?.place {
            facts.references.append(Facts.Reference(vpc: vpc, place: place))
        }
        let protected = fields[.protected].map { boolean($0) } ?? false
        let hosts = fields[.hosts].flatMap { self.hosts($0, vpc: vpc ?? "") }
        let databases =
            fields[.databases].map { field in
                named(field, "database", atMost: Limits.databases, mayBeEmpty: true) { reader, name, field in
                    reader.database(name, field, vpc: vpc ?? "")
                }
            } ?? []
        if let hosts, let place = fields[.databases]?.place, databases?.isEmpty != true {
            if hosts.databaseReachable.isEmpty {
                findings.add(place, rule: "databases need at least one host that is not databaseReachable: false")
            }
        }
        let foreign = fields[.foreign].map { word($0, ForeignKeys.self) } ?? .keep
        let recording = fields[.recording].map { word($0, Recording.self) } ?? .optional
        let syslog = fields[.syslog].map { word($0, Syslog.self) } ?? .journalOnly
        let machines = hosts?.list.map { (name: $0.name, address: $0.address) }
        let exceptions = exceptions(fields[.exceptions], vpc: vpc ?? "", .host, machines)
        guard let vpc, let protected, let hosts, let databases, let foreign, let recording, let syslog,
            let exceptions
        else { return nil }
        return Environment(
            name: name, vpc: vpc, protected: protected, hosts: hosts, databases: databases, foreign: foreign,
            recording: recording, syslog: syslog, exceptions: exceptions.inForce,
            expiredExceptions: exceptions.expired)
    }

    private mutating func hosts(_ field: Field, vpc: String) -> HostGroup? {
        guard let fields = fields(field, HostsKey.self) else { return nil }
        let user = value(fields[.user], Names.checkUser)
        var names: [String: Int] = [:]
        var addresses: [HostPort: Int] = [:]
        let hosts = list(fields[.list], "hosts", atMost: Limits.hosts) { reader, item -> Host? in
            let host = reader.host(item, vpc: vpc)
            if let host {
                reader.once(host.name, "name of a host", item, in: &names)
                reader.once(host.address, "address of a host", item, in: &addresses)
            }
            return host
        }
        guard let user, let hosts else { return nil }
        return HostGroup(user: user, list: hosts)
    }

    private mutating func host(_ field: Field, vpc: String) -> Host? {
        guard let fields = fields(field, HostKey.self) else { return nil }
        let name = value(fields[.name], Names.check)
        let address = endpoint(fields[.address], .host, vpc: vpc, usualPort: 22)
        let keys = pins(fields[.hostKey], of: field, vpc: vpc)
        let databaseReachable = fields[.databaseReachable].map { boolean($0) } ?? true
        guard let name, let address, let keys, let databaseReachable else { return nil }
        return Host(name: name, address: address, hostKeys: keys, databaseReachable: databaseReachable)
    }

    /// A finding where `value` has been seen before.
    private mutating func once<Value: Hashable & CustomStringConvertible>(
        _ value: Value, _ what: String, _ field: Field, in seen: inout [Value: Int]
    ) {
        if let line = seen[value] {
            findings.add(
                field.place, value: Excerpt.quoted(value.description), rule: "this \(what) is in line \(line) already")
        } else {
            seen[value] = field.node.position.line
        }
    }
}
