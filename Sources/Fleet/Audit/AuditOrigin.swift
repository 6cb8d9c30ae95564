internal import AuthorizedKeys

/// What an audit was made of, by whom and with what: so that the declaration that it is about can be found again.
public struct AuditOrigin: Sendable, Hashable {
    /// The path of levels.yaml.
    public let source: String
    /// Of this program.
    public let version: String
    /// `alice@laptop`, as the journal has it.
    public let by: String
    /// SHA-256 of levels.yaml, in hexadecimal digits.
    public let inventoryHash: String
    /// SHA-256 of what sha256sum(1) says of the files of the roster: ``recipe`` makes it again.
    public let rosterHash: String

    /// - Parameter roster: its files, by name.
    public init(source: String, version: String, by: String, inventory: [UInt8], roster: [String: [UInt8]]) {
        self.source = source
        self.version = version
        self.by = by
        inventoryHash = FileHash(of: inventory).hex
        let lines = roster.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\(FileHash(of: $0.value).hex)  \($0.key)\n" }
        rosterHash = FileHash(of: Array(lines.joined().utf8)).hex
    }

    /// What to type beside levels.yaml to have ``rosterHash``.
    public static let recipe = "cd keys && export LC_ALL=C && sha256sum * | sha256sum"

    var fact: Fact {
        .record([
            "version": .text(version), "by": .text(by),
            "digests": .record([
                "levels.yaml": .text(inventoryHash), "keys": .text(rosterHash), "keysMadeBy": .text(Self.recipe),
            ]),
        ])
    }
}
