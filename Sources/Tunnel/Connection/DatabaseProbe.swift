package import Inventory
package import SSH

/// Asks a database once whether it answers, over a host that somebody is logged in to, as opening a tunnel does.
package struct DatabaseProbe: Sendable {
    package let database: Database

    package init(_ database: Database) { self.database = database }

    /// - Parameter host: the name of the machine at the end of the session.
    package func ask(over session: any Connection, from host: String) async throws(TunnelFailure) {
        let check = DatabaseCheck(
            engine: database.engine, database: database.name, target: database.writer, patience: Patience().open)
        try await check.run(
            over: session, diagnosis: Diagnosis(hop: .database(database.name), before: .host(host)))
    }
}
