public import AuthorizedKeys
public import Inventory
public import SSH

/// A machine that we are logged in to.
public struct Reached: Sendable {
    public let machine: Machine
    /// Ends when the visit does; of a bastion that hosts are reached over it may be the one that they are reached over.
    public let session: any Connection
    /// Whether another process keeps that, and others use it as well.
    public let isLent: Bool
    /// The keys that the logins on the way to it were made with.
    public let keys: [PublicKeyBlob]
    /// The address of the bastion on the way; empty where that is not known.
    public let bastion: String
    /// The account.
    public let user: String
    /// How its server names itself, such as `SSH-2.0-OpenSSH_9.2p1`.
    public let greeting: String
    /// Nil where that is no OpenSSH.
    public let version: SSHDVersion?
    /// Logins that it took.
    public let tries: Int
    private let door: Door?

    /// Whether its server passes signals on to programs (RFC 4254, section 6.9): OpenSSH from 7.9 on.
    public var passesSignalsOn: Bool {
        // Whoever keeps it sees to that.
        guard !isLent, let version else { return true }
        return version >= SSHDVersion(7, 9)
    }

    init(_ entered: Door.Entered, as user: String, by door: Door) async {
        machine = door.machine
        session = entered.session
        isLent = false
        bastion = await door.gateway.bastion?.address.description ?? ""
        keys = [await entered.session.acceptedKey, await door.gateway.key].compactMap { $0 }
        self.user = user
        greeting = await entered.session.serverVersion ?? ""
        version = SSHDVersion(greeting: greeting)
        tries = entered.tries
        self.door = door
    }

    init(_ lent: LentHost) {
        machine = lent.machine
        session = lent.connection
        isLent = true
        bastion = lent.bastion
        keys = lent.keys
        user = lent.user
        greeting = lent.greeting
        version = SSHDVersion(greeting: greeting)
        tries = 0
        door = nil
    }

    /// Whether something was done over it that is not to be done again over another one.
    public var hasBegun: Bool {
        get async { await (session as? any LentConnection)?.hasBegun ?? true }
    }

    /// The login at the bastion that a host is reached over; nil where that is lost, or somebody else's.
    public var gate: Session? {
        get async {
            guard machine.role == .host, let door, case .success(let link) = await door.gateway.open() else {
                return nil
            }
            return link.session
        }
    }

    /// Logs in once more, which proves that one still can: at a bastion over a connection of its own, at a host over the
    /// bastion's. That session is open while `body` runs.
    ///
    /// - Throws: an ``Unreached``, or what `body` throws.
    public func withFreshLogin<Value>(_ body: (Session) async throws -> Value) async throws -> Value {
        guard let door else { throw Unreached(machine: machine, reason: .gone("it is only lent"), tries: 0) }
        let entered = try await door.connect(as: user).get()
        defer { entered.lease.release() }
        return try await body(entered.session)
    }

    /// What its server offers to somebody who has shown nothing, over a connection of its own: the server's own words; nil
    /// where it let us in.
    ///
    /// - Throws: an ``Unreached``, or an ``SSHError``.
    public func offers(to user: String) async throws -> [String]? {
        guard let door else { throw Unreached(machine: machine, reason: .gone("it is only lent"), tries: 0) }
        let entered = try await door.connect(as: nil).get()
        defer { entered.lease.release() }
        return try await entered.session.offers(to: user, within: door.context.options.patience.handshake)
    }
}

extension Door {
    /// Logs in to the machine, runs `body`, and ends what it has begun.
    func visit<Value>(_ body: (Reached) async -> Value) async -> Result<Value, Unreached> {
        guard let vpc = context.options.inventory.vpc(named: machine.vpc),
            let user = context.options.login.user(on: machine.role, of: vpc)
        else {
            return .failure(Unreached(machine: machine, reason: .noAdminAccount, tries: 0))
        }
        if machine.role == .bastion {
            switch await gateway.open() {
            // One login has to do for it.
            case .success(let link) where link.bastion == machine:
                guard !context.isOver else {
                    return .failure(Unreached(machine: machine, reason: .interrupted, tries: 0))
                }
                let reached = await Reached(Entered(lease: link.lease, tries: 1), as: user, by: self)
                context.onEvent(.reached(machine))
                return .success(await body(reached))
            case .success, .failure:
                if let known = await gateway.failure(of: machine) { return .failure(known) }
            }
        }
        switch await connect(as: user) {
        case .failure(let failure): return .failure(failure)
        case .success(let entered):
            defer { entered.lease.release() }
            let reached = await Reached(entered, as: user, by: self)
            context.onEvent(.reached(machine))
            return .success(await body(reached))
        }
    }
}
