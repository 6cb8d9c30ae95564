internal import AuthorizedKeys

/// A person's file with something added where it belongs, and every other byte as it was: comments are people's own.
///
/// It knows the ways in which such files are commonly written. Whoever uses it reads the result again and compares: what
/// has become something else than was wanted is not written.
struct PersonFileEdit {
    private var lines: [String]
    private let person: Person

    init(_ bytes: [UInt8], _ person: Person) {
        lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.person = person
    }

    /// Nil where the file is written in another way.
    func adding(_ keys: [KeyLine], _ grants: [Grant]) -> [UInt8]? {
        var copy = self
        guard copy.add(keys), copy.add(grants) else { return nil }
        return Array((copy.lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Behind the last key, indented as that is.
    private mutating func add(_ keys: [KeyLine]) -> Bool {
        guard !keys.isEmpty else { return true }
        guard let last = person.keys.map(\.position.line).max(), lines.indices.contains(last - 1) else { return false }
        let indent = lines[last - 1].prefix { $0 == " " }
        guard lines[last - 1].dropFirst(indent.count).hasPrefix("- ") else { return false }
        let new = keys.map { key in
            let comment = String(decoding: key.comment.bytes, as: UTF8.self)
            return indent + "- " + YAMLScalar.text(comment.isEmpty ? key.key.text : key.key.text + " " + comment)
        }
        lines.insert(contentsOf: new, at: last)
        return true
    }

    private mutating func add(_ grants: [Grant]) -> Bool {
        let wanted = grants.filter { person.level(in: $0.environment) != $0.level }
        guard !wanted.isEmpty else { return true }
        guard let head = lines.firstIndex(where: { $0.hasPrefix("access:") }) else {
            lines.append("access: { " + wanted.map(Self.text).joined(separator: ", ") + " }")
            return true
        }
        let isFlow = lines[head].contains("{")
        for grant in wanted {
            let isThere = person.level(in: grant.environment) != nil
            guard isThere ? raise(grant, from: head) : isFlow ? addToFlow(grant, head) : addToBlock(grant, head) else {
                return false
            }
        }
        return true
    }

    private static func text(_ grant: Grant) -> String {
        "\(YAMLScalar.text(grant.environment)): \(grant.level.rawValue)"
    }

    private mutating func addToFlow(_ grant: Grant, _ head: Int) -> Bool {
        guard let end = lines[head].firstIndex(of: "}") else { return false }
        var before = String(lines[head][..<end])
        while before.last == " " { before.removeLast() }
        before += (before.last == "{" ? " " : ", ") + Self.text(grant) + " "
        lines[head] = before + lines[head][end...]
        return true
    }

    /// Behind the last line that is indented.
    private mutating func addToBlock(_ grant: Grant, _ head: Int) -> Bool {
        let block = lines[(head + 1)...].prefix { $0.hasPrefix(" ") }
        guard let last = block.last(where: { !$0.allSatisfy(\.isWhitespace) }) else { return false }
        lines.insert(last.prefix { $0 == " " } + Self.text(grant), at: block.endIndex)
        return true
    }

    /// The word behind the environment's name becomes the other one.
    private mutating func raise(_ grant: Grant, from head: Int) -> Bool {
        let old = "\(YAMLScalar.text(grant.environment)): \(AccessLevel.tunnel.rawValue)"
        for index in lines.indices[head...] {
            guard index == head || lines[index].hasPrefix(" "), let place = lines[index].firstRange(of: old) else {
                continue
            }
            lines[index].replaceSubrange(place, with: Self.text(grant))
            return true
        }
        return false
    }
}
