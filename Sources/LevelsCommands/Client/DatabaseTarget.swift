import Inventory
import Tunnel

/// What a client needs to know of the database at the end of a tunnel.
package struct DatabaseTarget: Sendable {
    /// The environment, as `--env` names it.
    var environment: String
    /// The database, by its name in levels.yaml.
    var name: String
    var engine: Database.Engine
    /// The name by which the database's certificate knows it: the real writer or reader, not our end of the tunnel.
    var server: String
    /// The database that a client opens, where one is declared.
    var databaseName: String?
    var user: String?
    /// Where clients connect.
    var endpoint: LocalEndpoint
}
