public import Inventory
public import SSH

/// Another process that keeps sessions, and lends them. Who borrows one has made all checks before; what is not to be had
/// is nil, and no failure.
public protocol Lender: Sendable {
    /// A session with one of these hosts, which are tried as ``withHost(_:_:onEvent:body:)`` does.
    func host(of candidates: [Machine]) async -> LentHost?
    /// A session with the bastion that leads to a host.
    func bastion(towards machine: Machine) async -> (any LentConnection)?
}

/// A session that somebody else keeps.
public protocol LentConnection: Connection {
    /// Whether something was begun over it that is not to be done a second time.
    var hasBegun: Bool { get }
}

public struct LentHost: Sendable {
    public let machine: Machine
    public let connection: any LentConnection
    /// The address of the bastion on the way.
    public let bastion: String
    /// The account.
    public let user: String
    /// How its server names itself.
    public let greeting: String
    /// What the logins on the way to it were made with.
    public let keys: [PublicKeyBlob]

    public init(
        machine: Machine, connection: any LentConnection, bastion: String, user: String, greeting: String,
        keys: [PublicKeyBlob]
    ) {
        self.machine = machine
        self.connection = connection
        self.bastion = bastion
        self.user = user
        self.greeting = greeting
        self.keys = keys
    }
}

/// As ``withHost(_:_:onEvent:body:)``, over a session that is lent if one can be had. Where that is lost before anything was
/// begun over it, `body` runs again, over one of our own.
///
/// - Parameter options: asked for only where a session of our own is needed.
public func withHost<Value: Sendable>(
    _ candidates: [Machine], from lender: (any Lender)?, onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in },
    options: () async throws -> ReachOptions, body: @Sendable (Reached) async throws -> Value
) async throws -> Value {
    if let lent = await lender?.host(of: candidates) {
        onEvent(.lent(lent.machine))
        defer { lent.connection.close() }
        do {
            return try await body(Reached(lent))
        } catch {
            if await lent.connection.hasBegun || Task.isCancelled { throw error }
            onEvent(.lentInVain(lent.machine))
        }
    }
    return try await withHost(candidates, try await options(), onEvent: onEvent, body: body)
}

/// As ``withBastion(towards:_:onEvent:body:)``, in the same way.
public func withBastion<Value: Sendable>(
    towards machine: Machine, from lender: (any Lender)?, onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in },
    options: () async throws -> ReachOptions, body: @Sendable (any Connection) async throws -> Value
) async throws -> Value {
    if let lent = await lender?.bastion(towards: machine) {
        onEvent(.lent(machine))
        defer { lent.close() }
        do {
            return try await body(lent)
        } catch {
            if await lent.hasBegun || Task.isCancelled {
                guard let error = error as? SSHError else { throw error }
                throw Unreached(machine: machine, reason: Judgement(error).reason, tries: 0)
            }
            onEvent(.lentInVain(machine))
        }
    }
    return try await withBastion(towards: machine, try await options(), onEvent: onEvent) { try await body($0) }
}
