extension Reader {
    /// The rules between parts of the file, once all parts have been read.
    mutating func checkAcross() {
        checkReferences()
        checkNetworks()
        checkPins()
        checkLiterals()
        checkSharedEndpoints()
        checkLocalPorts()
        checkExceptions()
    }

    private mutating func checkReferences() {
        let names = Set(facts.vpcNames)
        for reference in facts.references where !names.contains(reference.vpc) {
            findings.add(
                reference.place, value: Excerpt.quoted(reference.vpc), rule: "there is no such VPC under vpcs",
                suggestion: Spelling.nearest(to: reference.vpc, among: facts.vpcNames))
        }
    }

    private mutating func checkNetworks() {
        for (index, network) in facts.networks.enumerated() {
            for earlier in facts.networks[..<index] where earlier.cidr.overlaps(network.cidr) {
                findings.add(
                    network.place, value: Excerpt.quoted(network.cidr.description),
                    rule: "overlaps \(earlier.cidr) of VPC \(Excerpt.escaped(earlier.vpc)) "
                        + "in line \(earlier.place.position.line)")
            }
        }
    }

    private mutating func checkPins() {
        let names = Set(facts.vpcNames)
        for unpinned in facts.unpinned
        where names.contains(unpinned.vpc) && !facts.vpcsWithKnownHosts.contains(unpinned.vpc) {
            findings.add(
                unpinned.place,
                rule: "hostKey is missing, and VPC \(Excerpt.escaped(unpinned.vpc)) has no knownHosts either: "
                    + "whom to believe must be declared")
        }
    }

    /// An IP literal tells at once whether it is inside; a name cannot.
    private mutating func checkLiterals() {
        for endpoint in facts.endpoints {
            guard let address = endpoint.address.address else { continue }
            let own = facts.networks.first { $0.vpc == endpoint.vpc }
            if let own, own.cidr.contains(address) { continue }
            let other = facts.networks.first { $0.vpc != endpoint.vpc && $0.cidr.contains(address) }
            let place = endpoint.place
            let value = Excerpt.quoted(endpoint.address.description)
            let inOther = other.map { "inside \($0.cidr) of VPC \(Excerpt.escaped($0.vpc))" }
            // A bastion has a public address, as a rule; all that it must not have is one of another VPC.
            if endpoint.kind == .bastion {
                if let inOther { findings.add(place, value: value, rule: "is \(inOther)") }
            } else if let own {
                findings.add(
                    place, value: value,
                    rule: "is outside \(own.cidr) of VPC \(Excerpt.escaped(own.vpc))"
                        + (inOther.map { ", and \($0)" } ?? ""))
            }
        }
    }

    /// A name that two VPCs share would be a way from one into the other. Literals have been dealt with, but for those
    /// of bastions.
    private mutating func checkSharedEndpoints() {
        struct Key: Hashable {
            let kind: Facts.Endpoint.Kind
            let address: HostPort
        }
        var seen: [Key: Facts.Endpoint] = [:]
        let names = Set(facts.vpcNames)
        for endpoint in facts.endpoints where names.contains(endpoint.vpc) {
            guard endpoint.kind == .bastion || endpoint.address.address == nil else { continue }
            let key = Key(kind: endpoint.kind, address: endpoint.address)
            guard let earlier = seen[key] else {
                seen[key] = endpoint
                continue
            }
            let line = earlier.place.position.line
            if earlier.vpc != endpoint.vpc {
                findings.add(
                    endpoint.place, value: Excerpt.quoted(endpoint.address.description),
                    rule: "this \(endpoint.kind.rawValue) belongs to VPC \(Excerpt.escaped(earlier.vpc)) "
                        + "in line \(line): no two VPCs share one")
            } else if endpoint.kind == .bastion {
                findings.add(
                    endpoint.place, value: Excerpt.quoted(endpoint.address.description),
                    rule: "this bastion is in line \(line) already")
            }
        }
    }

    private mutating func checkLocalPorts() {
        var seen: [Int: Place] = [:]
        for local in facts.localPorts {
            guard let earlier = seen[local.port] else {
                seen[local.port] = local.place
                continue
            }
            findings.add(
                local.place, value: Excerpt.quoted(String(local.port)),
                rule: "is the port of \(earlier.path) in line \(earlier.position.line) already: "
                    + "each database has its own")
        }
    }
}
