/// Something that happened, before it has its place in the chain.
public struct JournalEntry: Sendable, Hashable {
    public struct Member: Sendable, Hashable {
        public let name: String
        public let value: JournalValue
    }

    /// As `2026-11-23T17:00:00Z` (RFC 3339): moments in this form sort as they followed each other.
    public let time: String
    /// `tunnel_opening`, `change`, ...: lower case and `_`, as the names of members are.
    public let event: String
    public let members: [Member]

    /// - Parameter members: those that have a value are kept, within bounds, in this order.
    public init(time: String, event: String, _ members: KeyValuePairs<String, JournalValue?>) {
        self.init(
            time: time, event: event,
            members: members.compactMap { name, value in value.map { Member(name: name, value: $0.bounded) } })
    }

    init(time: String, event: String, members: [Member]) {
        self.time = time
        self.event = event
        self.members = members
    }

    public subscript(name: String) -> JournalValue? { members.first { $0.name == name }?.value }

    /// The text of that name; nil where it is none.
    public func text(_ name: String) -> String? {
        guard case .text(let text) = self[name] else { return nil }
        return text
    }

    public func number(_ name: String) -> Int64? {
        guard case .number(let number) = self[name] else { return nil }
        return number
    }

    public func texts(_ name: String) -> [String] {
        guard case .texts(let texts) = self[name] else { return [] }
        return texts
    }
}
