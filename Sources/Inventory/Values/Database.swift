/// A named endpoint of an environment that a tunnel can lead to.
public struct Database: Sendable, Equatable {
    public enum Engine: String, Sendable, Hashable, CaseIterable {
        case mysql, postgres
        /// Anything else that listens: no greeting is understood, no credentials are passed.
        case tcp
    }

    public let name: String
    public let engine: Engine
    public let writer: HostPort
    public let reader: HostPort?
    /// What the server calls the database (`name:` in the file).
    public let databaseName: String?
    public let user: String?
    public let password: PasswordSource?
    /// The loopback port that its tunnel listens on unless told otherwise, from 1024 to 65535; no other database has it.
    public let localPort: Int?

    /// Every endpoint that a tunnel for it may lead to.
    public var endpoints: [HostPort] { [writer] + (reader.map { [$0] } ?? []) }

    public init(
        name: String, engine: Engine, writer: HostPort, reader: HostPort?, databaseName: String?, user: String?,
        password: PasswordSource?, localPort: Int?
    ) {
        self.name = name
        self.engine = engine
        self.writer = writer
        self.reader = reader
        self.databaseName = databaseName
        self.user = user
        self.password = password
        self.localPort = localPort
    }
}
