/// A database of the lab, as levels.yaml names it.
public struct LabDatabase: Sendable {
    let record: DatabaseRecord
    public let server: LabServer

    /// Its name in levels.yaml: `main` or `events`.
    public var name: String { record.name }
    public var engine: LabEngine { record.engine }
    /// Where the hosts reach it: an address, or a name that nobody but the hosts can resolve.
    public var host: String { server.record.hostName ?? server.address }
    public var port: Int { server.port }
    /// The database in it, with the table `release`: three rows, which the user may read and not change.
    public var database: String { record.database }
    public var user: String { record.user }
    /// A file of mode 0600 with the password, and a newline.
    public var passwordFile: String { record.passwordFile }
    public var vpc: String { record.vpc }
}
