/// Puts entries into a VPC's whitelist in levels.yaml, and takes them out, line by line: every other byte stays.
///
/// What comes of an edit is read again before it is handed out, and must declare exactly what it should and nothing else.
/// So the places of lines may be found by simple means: where those do not do, the edit is refused.
public struct WhitelistEditor: Sendable {
    /// Why a file is not edited.
    public struct Refusal: Error, Sendable, Equatable {
        /// Lower case, no final stop.
        public let message: String
        /// What to write by hand.
        public let hint: String
    }

    /// A file as it is to be, and what is other about it.
    public struct Edit: Sendable, Equatable {
        public let bytes: [UInt8]
        /// The first line that is other; counts from 1.
        public let line: Int
        /// As they stood there, without line ends.
        public let removed: [String]
        public let added: [String]
    }

    /// What the file declares as it is.
    public let reading: InventoryReading
    private let lines: [ArraySlice<UInt8>]
    private let root: Node?
    private let context: ReadingContext

    /// - Parameter now: seconds since 1970-01-01 00:00 UTC.
    public init(_ file: InventoryFile, home: String?, now: Int64) throws(InventoryError) {
        let context = ReadingContext(file: Excerpt.escaped(file.displayName), path: file.path, home: home, now: now)
        try self.init(try file.bytes(), context)
    }

    init(_ bytes: [UInt8], _ context: ReadingContext) throws(InventoryError) {
        reading = try Inventory.read(bytes, context)
        root = YAMLTree(bytes, file: context.file).root
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        self.context = context
    }

    /// The line that an entry is written as.
    public static func line(_ entry: WhitelistEntry) -> String {
        var words = ["cidr: \"\(entry.cidr)\"", "owner: " + YAMLScalar.text(entry.owner)]
        if entry.cidr.base.family == .v4 { words[0] = "cidr: \(entry.cidr)" }
        if let until = entry.until { words.append("until: \(until)") }
        if let why = entry.why { words.append("why: " + YAMLScalar.text(why)) }
        if entry.isException { words.append("exception: true") }
        return "- { " + words.joined(separator: ", ") + " }"
    }

    /// With an entry behind all others.
    public func adding(_ entry: WhitelistEntry, to name: String) throws(Refusal) -> Edit {
        guard let vpc = reading.inventory.vpc(named: name), let field = vpcNode(name) else { throw absent(name) }
        let declared = vpc.whitelist + vpc.expiredWhitelist
        guard !declared.contains(where: { $0.cidr == entry.cidr }) else {
            throw Refusal(
                message: "\(entry.cidr) is in the whitelist of VPC \(name) already",
                hint: "levels-ssh whitelist remove \(entry.cidr) --vpc \(name), and then add it anew")
        }
        let byHand = "write it by hand, under whitelist of VPC \(name): \(Self.line(entry))"
        let place: (line: Int, text: [String])
        if let list = Self.value("whitelist", of: field) {
            guard case .sequence(let items) = list.value.content, let last = items.last,
                let item = extent(of: last)
            else { throw odd(name, byHand) }
            place = (item.lines.upperBound, [String(repeating: " ", count: item.indent) + Self.line(entry)])
        } else {
            // Behind the network, which every VPC has, in a mapping that has a line for each key.
            guard let cidr = Self.value("cidr", of: field), cidr.keyPosition.line == cidr.value.position.line,
                let indent = indent(ofLine: cidr.keyPosition.line), indent == cidr.keyPosition.column - 1
            else { throw odd(name, byHand) }
            let blanks = String(repeating: " ", count: indent)
            place = (cidr.keyPosition.line, [blanks + "whitelist:", blanks + "  " + Self.line(entry)])
        }
        let edit = edited(place.line..<place.line, place.text)
        try check(edit, name, byHand) { $0.whitelist == vpc.whitelist + [entry] }
        return edit
    }

    /// Without the entries of a network.
    public func removing(_ cidr: CIDR, from name: String) throws(Refusal) -> Edit {
        guard let vpc = reading.inventory.vpc(named: name), let field = vpcNode(name) else { throw absent(name) }
        let declared = vpc.whitelist + vpc.expiredWhitelist
        guard declared.contains(where: { $0.cidr == cidr }) else {
            let around = declared.filter { $0.cidr.overlaps(cidr) }.map(\.cidr.description)
            throw Refusal(
                message: "\(cidr) is no entry of the whitelist of VPC \(name)",
                hint: around.isEmpty
                    ? "levels-ssh whitelist --vpc \(name)"
                    : "there are entries like it: \(around.joined(separator: ", "))")
        }
        guard declared.contains(where: { $0.cidr != cidr }) else {
            throw Refusal(
                message: "\(cidr) is the last entry of VPC \(name), and a VPC without a whitelist is open to all",
                hint: "add what is to take its place first, with levels-ssh whitelist add")
        }
        let byHand = "take it out by hand, from whitelist of VPC \(name)"
        guard let list = Self.value("whitelist", of: field), case .sequence(let items) = list.value.content,
            let index = items.firstIndex(where: { Self.text("cidr", of: $0).flatMap { try? CIDR($0) } == cidr }),
            let item = extent(of: items[index])
        else { throw odd(name, byHand) }
        let edit = edited((item.lines.lowerBound - 1)..<item.lines.upperBound, [])
        try check(edit, name, byHand) { $0.whitelist == vpc.whitelist.filter { $0.cidr != cidr } }
        return edit
    }

    /// The lines of an item of a list, the first counting from 1, and how far its hyphen is indented; nil where its first
    /// line does not begin with a hyphen.
    private func extent(of item: Node) -> (lines: ClosedRange<Int>, indent: Int)? {
        let first = item.position.line
        guard let indent = indent(ofLine: first), byte(first, indent) == UInt8(ascii: "-") else { return nil }
        var last = first
        for line in (first + 1)..<max(first + 1, lines.count + 1) {
            guard let inner = self.indent(ofLine: line) else { continue }
            if byte(line, inner) == UInt8(ascii: "#") { continue }
            guard inner > indent else { break }
            last = line
        }
        return (first...last, indent)
    }

    /// The blanks that a line begins with; nil for one that has nothing else.
    private func indent(ofLine number: Int) -> Int? {
        guard lines.indices.contains(number - 1) else { return nil }
        let line = lines[number - 1]
        let blanks = line.prefix { $0 == 0x20 }.count
        let rest = line.dropFirst(blanks)
        return rest.isEmpty || rest.elementsEqual([0x0D]) ? nil : blanks
    }

    private func byte(_ line: Int, _ column: Int) -> UInt8? { lines[line - 1].dropFirst(column).first }

    /// - Parameter range: lines that go, by how many come before each.
    private func edited(_ range: Range<Int>, _ text: [String]) -> Edit {
        let isCRLF = lines.dropLast().first?.last == 0x0D
        let new = text.map { Array($0.utf8) + (isCRLF ? [0x0D] : []) }
        var all = lines.map(Array.init)
        // A file whose last line has no end: what comes behind it begins on a line of its own.
        all.replaceSubrange(range, with: new)
        return Edit(
            bytes: Array(all.joined(separator: [UInt8(ascii: "\n")])), line: range.lowerBound + 1,
            removed: lines[range].map { String(decoding: $0, as: UTF8.self) }, added: text)
    }

    private func check(
        _ edit: Edit, _ name: String, _ byHand: String, _ isWanted: (VPC) -> Bool
    ) throws(Refusal) {
        guard let inventory = try? Inventory.read(edit.bytes, context).inventory, let vpc = inventory.vpc(named: name),
            isWanted(vpc), Self.without(name, inventory) == Self.without(name, reading.inventory)
        else { throw odd(name, byHand) }
    }

    /// An inventory as it would be without that VPC's whitelist.
    private static func without(_ name: String, _ inventory: Inventory) -> Inventory {
        let vpcs = inventory.vpcs.map { $0.name == name ? $0.withoutWhitelist : $0 }
        return Inventory(
            path: inventory.path, identities: inventory.identities, vpcs: vpcs, environments: inventory.environments)
    }

    private func vpcNode(_ name: String) -> Node? {
        root.flatMap { Self.value("vpcs", of: $0) }.flatMap { Self.value(name, of: $0.value) }?.value
    }

    private static func value(_ key: String, of node: Node) -> Node.Entry? {
        guard case .mapping(let entries) = node.content else { return nil }
        return entries.first { $0.key == key }
    }

    private static func text(_ key: String, of node: Node) -> String? { value(key, of: node)?.value.text }

    private func absent(_ name: String) -> Refusal {
        Refusal(message: "there is no VPC \(Excerpt.quoted(name))", hint: "it is one under vpcs in levels.yaml")
    }

    private func odd(_ name: String, _ byHand: String) -> Refusal {
        Refusal(
            message: "the whitelist of VPC \(name) is written in a way that is not edited without touching other lines",
            hint: byHand)
    }
}

extension VPC {
    fileprivate var withoutWhitelist: VPC {
        VPC(
            name: name, cidr: cidr, whitelist: [], bastions: bastions, user: user, admin: admin, knownHosts: knownHosts,
            foreign: foreign)
    }
}
