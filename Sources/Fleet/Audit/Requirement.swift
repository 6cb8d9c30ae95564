/// A requirement that a line of an audit is evidence for. Evidence for it, not proof of the whole of it.
public struct Requirement: Sendable, Hashable {
    /// `PCI DSS 4.0.1`
    public let standard: String
    /// `8.2.5`
    public let number: String

    public var name: String { "\(standard) \(number)" }

    static func pci(_ numbers: String...) -> [Requirement] { pci(numbers) }

    static func pci(_ numbers: [String]) -> [Requirement] {
        numbers.map { Requirement(standard: "PCI DSS 4.0.1", number: $0) }
    }

    static func nist(_ numbers: String...) -> [Requirement] {
        numbers.map { Requirement(standard: "NIST SP 800-53", number: $0) }
    }
}
