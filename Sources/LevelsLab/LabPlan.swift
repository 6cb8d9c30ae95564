/// Which machines a lab has, before anything is known of ports and addresses.
enum LabPlan {
    struct Machine: Sendable, Hashable {
        let name: String
        let role: LabServer.Role
        let vpc: String
        let engine: LabEngine?
        /// The database's name in levels.yaml.
        let database: String?

        init(_ name: String, _ role: LabServer.Role, _ vpc: String, engine: LabEngine? = nil, database: String? = nil) {
            self.name = name
            self.role = role
            self.vpc = vpc
            self.engine = engine
            self.database = database
        }
    }

    static let dev = "nonproduction"
    static let prod = "production"
    /// Hosts with a network namespace of their own, at most.
    static let roomy = 3
    /// As many hosts as the crowd's addresses suffice for.
    static let most = roomy + 16 * 250
    static let environments = [(name: "dev", vpc: dev), (name: "prod", vpc: prod)]

    /// On loopback there is no second network to put production into.
    static func machines(_ mode: LabMode, _ engines: [LabEngine], hosts: Int = 3) -> [Machine] {
        var result = ["bastion-a", "bastion-b"].map { Machine($0, .bastion, dev) }
        result += (0..<hosts).map { Machine("host-\($0 + 1)", .host, dev) }
        if engines.contains(.mysql) {
            result.append(Machine("db-main", .database, dev, engine: .mysql, database: "main"))
        }
        if engines.contains(.postgres) {
            result.append(Machine("db-events", .database, dev, engine: .postgres, database: "events"))
        }
        if mode == .netns {
            result += [Machine("bastion-p", .bastion, prod), Machine("host-p", .host, prod)]
            if let engine = engines.first {
                result.append(Machine("db-prod", .database, prod, engine: engine, database: "main"))
            }
        }
        return result
    }
}
