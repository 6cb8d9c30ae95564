/// The keys of a person's file, as ``DeclaredKey`` has those of levels.yaml.
enum PersonDocumentKey: String, DeclaredKey {
    case name, keys, access, from, until, admin
    static let definition = "document"
    var isRequired: Bool { self == .name || self == .keys }
}

extension KeyTable {
    /// What keys.schema.json and the manual page must agree with.
    package static let person = KeyTable(PersonDocumentKey.self)
}
