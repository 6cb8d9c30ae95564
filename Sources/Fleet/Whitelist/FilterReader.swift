internal import AuthorizedKeys
internal import Inventory

/// Reads what `nft -j list table inet levels_ssh` writes (libnftables-json(5)): into the table that would be written so, or
/// into what is other about it. A rule is taken for what it means, since versions of nft(8) write the same rule in more
/// than one way; what means anything else than a rule of ours makes the table another one.
public enum FilterReader {
    /// In bytes. 4096 entries and as many networks of people are below it many times over.
    public static let limit = 8 << 20

    /// Why a table is none of ours.
    private struct Foreign: Error {
        let what: String
    }

    private enum Rule: Equatable {
        case loopback
        case admit(String, Set<Int>)
        case drop(Set<Int>)
    }

    public static func read(_ text: [UInt8]) -> MeasuredFilter {
        guard text.count <= limit else { return .unknown("nft writes more than \(limit) bytes") }
        guard let value = JSONText.value(text), let objects = value["nftables"]?.items else {
            return .unknown("what nft writes is no JSON")
        }
        do throws(Foreign) {
            return .table(try table(objects))
        } catch {
            return .altered(error.what)
        }
    }

    private static func table(_ objects: [JSONText]) throws(Foreign) -> FilterTable {
        var sets: [String: CIDRSet] = [:]
        var chains = 0
        var rules: [Rule] = []
        var handles: Set<String> = []
        for object in objects {
            guard let (kind, body) = object.single else { throw Foreign(what: "something without a name") }
            if kind == "metainfo" { continue }
            let own = kind == "table" ? body["name"] : body["table"]
            guard body["family"]?.text == FilterTable.family, own?.text == FilterTable.name else {
                throw Foreign(what: "part of another table")
            }
            switch kind {
            case "table":
                // A dormant table is one that does nothing.
                guard body["flags"] == nil else { throw Foreign(what: "it has flags, such as dormant") }
            case "set":
                let name = body["name"]?.text ?? ""
                guard handles.insert(name).inserted else { throw Foreign(what: "a set twice") }
                sets[name] = try set(name, body)
            case "chain":
                chains += 1
                guard chains == 1, body["name"]?.text == FilterTable.chain, body["type"]?.text == "filter",
                    body["hook"]?.text == "input", body["prio"]?.number == Int64(FilterTable.priority),
                    body["policy"]?.text == "accept"
                else { throw Foreign(what: "another chain") }
            case "rule": rules.append(try rule(body["expr"]?.items ?? []))
            default: throw Foreign(what: "a \(RawText(Array(kind.utf8)).escaped(limit: 40))")
            }
        }
        guard chains == 1, sets.count == 2, let v4 = sets[FilterTable.setV4], let v6 = sets[FilterTable.setV6] else {
            throw Foreign(what: "a chain or a set is missing")
        }
        guard case .drop(let ports)? = rules.last, !ports.isEmpty,
            rules == [
                .loopback, .admit(FilterTable.setV4, ports), .admit(FilterTable.setV6, ports), .drop(ports),
            ]
        else { throw Foreign(what: "other rules, or in another order") }
        return FilterTable(ports: ports, admitted: v4.union(v6))
    }

    private static func set(_ name: String, _ body: JSONText) throws(Foreign) -> CIDRSet {
        let family: IPAddress.Family = name == FilterTable.setV4 ? .v4 : .v6
        guard name == FilterTable.setV4 || name == FilterTable.setV6,
            body["type"]?.text == (family == .v4 ? "ipv4_addr" : "ipv6_addr"),
            body["flags"]?.items?.map(\.text) == ["interval"]
        else { throw Foreign(what: "another set") }
        var networks: [CIDR] = []
        var ranges: [(IPAddress, IPAddress)] = []
        for element in body["elem"]?.items ?? [] {
            if let text = element.text, let address = IPAddress(text) {
                ranges.append((address, address))
            } else if let prefix = element["prefix"], let address = prefix["addr"]?.text,
                let length = prefix["len"]?.number, let cidr = try? CIDR("\(address)/\(length)")
            {
                networks.append(cidr)
            } else if let bounds = element["range"]?.items, bounds.count == 2,
                let first = bounds[0].text.flatMap({ IPAddress($0) }),
                let last = bounds[1].text.flatMap({ IPAddress($0) })
            {
                ranges.append((first, last))
            } else {
                // One with a timeout, or a comment: nobody of ours has put it there.
                throw Foreign(what: "an address in set \(name) that is written in another way")
            }
        }
        guard networks.allSatisfy({ $0.base.family == family }), ranges.allSatisfy({ $0.0.family == family }),
            let set = CIDRSet(networks).adding(ranges)
        else { throw Foreign(what: "an address of another family in set \(name)") }
        return set
    }

    private static func rule(_ expressions: [JSONText]) throws(Foreign) -> Rule {
        var ports: Set<Int>?
        var source: String?
        var isLoopback = false
        var verdict: String?
        for expression in expressions {
            guard verdict == nil, let (kind, body) = expression.single else { throw Foreign(what: "an odd rule") }
            switch kind {
            case "counter": continue
            case "accept", "drop": verdict = kind
            case "match":
                guard let op = body["op"]?.text, op == "==" || op == "in", let left = body["left"],
                    let right = body["right"]
                else { throw Foreign(what: "an odd rule") }
                if left["meta"]?["key"]?.text == "iifname", right.text == "lo" {
                    isLoopback = true
                } else if left["payload"]?["protocol"]?.text == "tcp", left["payload"]?["field"]?.text == "dport",
                    ports == nil, let numbers = portNumbers(right)
                {
                    ports = numbers
                } else if left["payload"]?["field"]?.text == "saddr", source == nil, let set = right.text,
                    set == "@" + (left["payload"]?["protocol"]?.text == "ip" ? FilterTable.setV4 : FilterTable.setV6),
                    ["ip", "ip6"].contains(left["payload"]?["protocol"]?.text)
                {
                    source = String(set.dropFirst())
                } else {
                    throw Foreign(what: "an odd rule")
                }
            default: throw Foreign(what: "an odd rule")
            }
        }
        switch (isLoopback, ports, source, verdict) {
        case (true, nil, nil, "accept"): return .loopback
        case (false, let ports?, let source?, "accept"): return .admit(source, ports)
        case (false, let ports?, nil, "drop"): return .drop(ports)
        default: throw Foreign(what: "an odd rule")
        }
    }

    private static func portNumbers(_ value: JSONText) -> Set<Int>? {
        let numbers = value["set"]?.items?.map(\.number) ?? [value.number]
        let ports = numbers.compactMap { $0.flatMap { (1...65535).contains($0) ? Int($0) : nil } }
        return ports.count == numbers.count && !ports.isEmpty ? Set(ports) : nil
    }
}

extension CIDRSet {
    /// One step for all, since each joins anew.
    fileprivate func adding(_ ranges: [(IPAddress, IPAddress)]) -> CIDRSet? {
        var networks: [CIDR] = []
        for (first, last) in ranges {
            guard let some = CIDRSet().adding(from: first, through: last) else { return nil }
            networks += some.networks
        }
        return union(CIDRSet(networks))
    }
}
