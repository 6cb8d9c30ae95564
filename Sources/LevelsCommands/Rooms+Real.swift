import Fleet
import Inventory
import Reach
import SSH
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension Rooms {
    /// The rooms as they are.
    static let real = Rooms(
        declared: { file throws(CommandFailure) in try read(file) },
        open: { request, onEvent, body in
            let options = try tunnelOptions(request)
            return try await withTunnel(options, onEvent: onEvent) { tunnel in
                guard let endpoint = await tunnel.endpoint else {
                    throw CommandFailure.bug("a tunnel without a listener")
                }
                let open = OpenTunnel(endpoint: endpoint) { await tunnel.liveClients() }
                return try await firstOf(tunnel) { try await body(open) }
            }
        })

    package static let readRoster: @Sendable (_ file: String?) throws(CommandFailure) -> DeclaredRoster = {
        file throws(CommandFailure) in
        let reading = try read(file)
        do throws(RosterError) {
            let roster = try Roster.load(for: reading.inventory, currentFolder: currentFolder())
            return DeclaredRoster(
                inventory: reading.inventory, roster: roster.roster,
                notes: reading.notes + roster.notes)
        } catch {
            throw CommandFailure(error)
        }
    }

    package static let gatherReach: Reach = { inventory, named, say in
        var hostKeys: [String: [KnownHosts]] = [:]
        for vpc in inventory.vpcs { hostKeys[vpc.name] = try vpc.knownHosts.map(knownHosts) }
        do throws(IdentityError) {
            let list = try await IdentityList.gather(identities(named, inventory))
            for note in list.notes { say(note.message) }
            return ReachOptions(inventory: inventory, identities: list.identities, knownHosts: hostKeys)
        } catch {
            throw CommandFailure.identity(error)
        }
    }

    private static func read(_ file: String?) throws(CommandFailure) -> InventoryReading {
        let environment = ProcessEnvironment.read()
        do throws(InventoryError) {
            return try Inventory.load(config: file, environment: environment, currentFolder: currentFolder())
        } catch .invalid(let findings) {
            throw .invalid(findings, hint: InventoryError.invalid(findings).hint)
        } catch {
            throw .configuration(error.message, hint: error.hint)
        }
    }

    private static func currentFolder() -> String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    private static func tunnelOptions(_ request: TunnelRequest) throws -> TunnelOptions {
        let inventory = try read(request.file).inventory
        guard let environment = inventory.environment(named: request.environment),
            let vpc = inventory.vpc(of: environment), let database = environment.database(named: request.database)
        else { throw CommandFailure.bug("levels.yaml changed while it was read") }
        var options = TunnelOptions(
            inventory: inventory, environment: environment, vpc: vpc, database: database,
            target: request.useReader ? database.reader ?? database.writer : database.writer,
            local: try local(request.listener, environment, database), knownHosts: try vpc.knownHosts.map(knownHosts),
            identities: identities(request.identities, inventory))
        options.lease = request.lease
        options.idle = request.idle
        options.pool = request.pool
        options.admit = request.admit
        options.lend = request.lend
        options.patience.wait = request.wait ?? .zero
        return options
    }

    private static func knownHosts(_ path: String) throws(CommandFailure) -> KnownHosts {
        do throws(HostKeyError) {
            return try KnownHosts.load(path: path)
        } catch {
            throw .configuration(error.message, hint: error.hint)
        }
    }

    private static func identities(_ named: [String], _ inventory: Inventory) -> IdentityRequest {
        let environment = ProcessEnvironment.read()
        // The terminal is not stdin, which may be a file of statements; a program that asks needs none at all.
        let passphrases = PassphraseChoice.make(
            environment: environment, hasTerminal: TerminalPassphrase.isAvailable(), isBatch: false)
        return IdentityRequest(
            named: named, configured: inventory.identities, agent: AgentClient.named(in: environment),
            defaults: environment["HOME"].map { IdentityRequest.defaultFiles(home: $0) } ?? [],
            passphrases: passphrases.source)
    }

    private static func local(
        _ listener: TunnelRequest.Listener, _ environment: Environment, _ database: Database
    ) throws -> LocalChoice {
        switch listener {
        case .declared: .loopback(port: database.localPort)
        case .any: .loopback(port: nil)
        case .port(let port): .loopback(port: port)
        case .socket(let path?): .unix(path: path)
        case .socket(nil):
            .unix(path: try PrivateFolder.socket("\(environment.name)-\(database.name)", for: database.engine))
        }
    }

    /// Runs `body` until it ends, or the tunnel does: its time may be over, or its last route gone for good.
    private static func firstOf(
        _ tunnel: Tunnel, _ body: @escaping @Sendable () async throws -> Int32
    ) async throws -> Int32 {
        try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                _ = try await tunnel.untilClosed()
                return nil
            }
            let first: Int32?
            do {
                first = try await group.next() ?? nil
            } catch {
                // The group waits for both, and the tunnel would stay open for ever.
                await tunnel.close()
                throw error
            }
            group.cancelAll()
            if let code = first {
                await tunnel.close()
                return code
            }
            // The tunnel ended first: whoever uses it is told, and has the last word.
            return try await group.next().flatMap { $0 } ?? 0
        }
    }
}
