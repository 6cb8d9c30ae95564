extension Reader {
    mutating func vpc(_ name: String, _ field: Field) -> VPC? {
        facts.vpcNames.append(name)
        guard let fields = fields(field, VPCKey.self) else { return nil }
        let cidr = network(fields[.cidr])
        if let cidr, let place = fields[.cidr]?.place {
            facts.networks.append(Facts.Network(vpc: name, cidr: cidr, place: place))
        }
        let knownHosts = fields[.knownHosts].map { paths($0, mayBeSingle: true) } ?? []
        if fields[.knownHosts] != nil { facts.vpcsWithKnownHosts.insert(name) }
        let whitelist = fields[.whitelist].map { self.whitelist($0) } ?? []
        let bastions = list(fields[.bastions], "bastions", atMost: Limits.bastions) { reader, item in
            reader.bastion(item, vpc: name)
        }
        let user = value(fields[.user], Names.checkUser)
        let admin = fields[.admin].map { self.admin($0) }
        let foreign = fields[.foreign].map { word($0, ForeignKeys.self) } ?? .keep
        let machines = bastions?.map { (name: $0.address.description, address: $0.address) }
        let exceptions = exceptions(fields[.exceptions], vpc: name, .bastion, machines)
        guard let cidr, let whitelist, let bastions, let user, let knownHosts, let foreign, let exceptions
        else { return nil }
        if case .some(.none) = admin { return nil }
        return VPC(
            name: name, cidr: cidr, whitelist: whitelist.filter { !isOver($0) }, bastions: bastions, user: user,
            admin: admin ?? nil, knownHosts: knownHosts, foreign: foreign, expiredWhitelist: whitelist.filter(isOver),
            exceptions: exceptions.inForce, expiredExceptions: exceptions.expired)
    }

    mutating func network(_ field: Field?) -> CIDR? {
        value(field) { text throws(BrokenRule) in
            let cidr = try CIDR(text)
            guard !cidr.isTooWide else {
                throw BrokenRule("is too wide: the prefix must be \(cidr.shortest) or longer")
            }
            return cidr
        }
    }

    /// All entries; of those that no longer hold there is a note.
    private mutating func whitelist(_ field: Field) -> [WhitelistEntry]? {
        list(field, "whitelist entries", atMost: Limits.whitelist, mayBeEmpty: true) { reader, item in
            reader.whitelistEntry(item)
        }
    }

    private func isOver(_ entry: WhitelistEntry) -> Bool { entry.until?.isOver(at: context.now) == true }

    private mutating func whitelistEntry(_ field: Field) -> WhitelistEntry? {
        guard let fields = fields(field, WhitelistKey.self) else { return nil }
        let isException = fields[.exception].map { boolean($0) } ?? false
        let cidr = value(fields[.cidr]) { text throws(BrokenRule) in
            let cidr = try CIDR(text)
            guard !cidr.isTooWide || isException != false else {
                throw BrokenRule(
                    "is too wide: the prefix must be \(cidr.shortest) or longer, or the entry says exception: true, "
                        + "why and until")
            }
            return cidr
        }
        let owner = value(fields[.owner], Names.checkText)
        let why = fields[.why].map { value($0, Names.checkText) }
        let until = value(fields[.until]) { text throws(BrokenRule) in try ExpiryDay(text) }
        if let until, until.isOver(at: context.now), let untilField = fields[.until] {
            let whose = owner.map { " of \(Excerpt.quoted($0))" } ?? ""
            notes.add(
                untilField.place, value: shown(untilField),
                rule: "has expired: the whitelist entry\(whose) counts as gone")
        }
        if isException == true {
            for key in [WhitelistKey.why, .until] where fields[key] == nil {
                findings.add(field.place, rule: "\(key.rawValue) is missing: an exception says why, and until when")
            }
            if let cidr, !cidr.isTooWide, let place = fields[.exception]?.place {
                findings.add(place, rule: "\(cidr) is not too wide: nothing to be an exception from")
            }
        }
        guard let cidr, let owner, let isException, until != nil || fields[.until] == nil else { return nil }
        if case .some(.none) = why { return nil }
        return WhitelistEntry(cidr: cidr, owner: owner, until: until, why: why ?? nil, isException: isException)
    }

    private mutating func bastion(_ field: Field, vpc: String) -> Bastion? {
        guard let fields = fields(field, BastionKey.self) else { return nil }
        let address = endpoint(fields[.address], .bastion, vpc: vpc, usualPort: 22)
        let keys = pins(fields[.hostKey], of: field, vpc: vpc)
        guard let address, let keys else { return nil }
        return Bastion(address: address, hostKeys: keys)
    }

    private mutating func admin(_ field: Field) -> AdminAccount? {
        guard let fields = fields(field, AdminKey.self) else { return nil }
        let user = value(fields[.user], Names.checkUser)
        let sudo = fields[.sudo].map { boolean($0) } ?? false
        guard let user, let sudo else { return nil }
        return AdminAccount(user: user, sudo: sudo)
    }

    /// The pinned keys of `owner`; where none are given, that is noted, since the VPC must have known_hosts then.
    mutating func pins(_ field: Field?, of owner: Field, vpc: String) -> [HostKeyPin]? {
        if let field { return hostKeys(field) }
        facts.unpinned.append(Facts.Unpinned(vpc: vpc, place: owner.place))
        return []
    }

    mutating func endpoint(
        _ field: Field?, _ kind: Facts.Endpoint.Kind, vpc: String, usualPort: Int?
    ) -> HostPort? {
        let address = value(field) { text throws(BrokenRule) in try HostPort(text, usualPort: usualPort) }
        if let address, let field {
            facts.endpoints.append(Facts.Endpoint(kind: kind, vpc: vpc, address: address, place: field.place))
        }
        return address
    }
}
