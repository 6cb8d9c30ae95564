internal import Inventory

/// A value that is told to programs, its members in the order in which they were given: what `--format json` prints.
///
/// Not an `Encodable`: Foundation's encoder sorts or shuffles members.
public indirect enum Fact: Sendable, Hashable, ExpressibleByStringLiteral {
    public struct Member: Sendable, Hashable {
        public let name: String
        public let value: Fact
    }

    /// As it is; whoever prints it escapes it.
    case text(String)
    case number(Int64)
    case truth(Bool)
    case list([Fact])
    case record([Member])

    public init(stringLiteral text: String) { self = .text(text) }

    /// Of the members, those that have a value.
    static func record(_ members: KeyValuePairs<String, Fact?>) -> Fact { .record(present(members)) }

    /// The same about a machine, which it names first.
    static func record(of machine: Machine, _ members: KeyValuePairs<String, Fact?> = [:]) -> Fact {
        let place: KeyValuePairs<String, Fact?> = [
            "role": .text(machine.role.rawValue), "vpc": .text(machine.vpc), "name": .text(machine.name),
            "address": .text(machine.address.description),
        ]
        return .record(present(place) + present(members))
    }

    private static func present(_ members: KeyValuePairs<String, Fact?>) -> [Member] {
        members.compactMap { name, value in value.map { Member(name: name, value: $0) } }
    }

    /// The member of that name, of a record.
    public subscript(name: String) -> Fact? {
        guard case .record(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
