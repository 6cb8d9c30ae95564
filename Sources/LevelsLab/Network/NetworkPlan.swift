/// The namespaces of a lab, and the addresses in them. Decided before any is made, so that a crash half way leaves
/// nothing unknown.
struct NetworkPlan: Codable, Sendable {
    /// One machine: a namespace with an address on one or two segments.
    struct Machine: Codable, Sendable {
        let name: String
        let namespace: String
        /// On the segment that stands for the internet.
        let outside: String?
        /// On the VPC's own segment.
        let inside: String?
        let vpc: String?

        /// Whether it shares its namespace with many others, and has nothing of its own in it but its address.
        var isInCrowd: Bool { name != NetworkPlan.crowd && namespace.hasSuffix("-\(NetworkPlan.crowd)") }
    }

    let id: String
    /// The second number of the lab's 10.n.0.0/16.
    let number: Int
    var machines: [Machine]
    /// Namespaces that are nothing but a bridge: the internet, and one for each VPC.
    let switches: [String]
}
