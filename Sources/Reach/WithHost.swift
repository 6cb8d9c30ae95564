public import Inventory

/// Logs in to the first of `candidates` that can be had, runs `body` there, and ends what it has begun.
///
/// This is the one place where somebody gets to a host through a bastion to work there: verified, authenticated, over
/// another bastion where one is dead, at another host where any will do. Whatever is to stand in for a connection of our
/// own, such as one that another process keeps, stands in here.
///
/// - Parameters:
///   - candidates: hosts of one VPC, in the order in which they are tried. None is gone round for a host key that is
///     wrong: somebody must look.
///   - onEvent: called from anywhere; it must not block. Hears of each candidate that was given up.
/// - Throws: the failure of the candidate that came furthest, or what `body` throws.
public func withHost<Value: Sendable>(
    _ candidates: [Machine], _ options: ReachOptions, onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in },
    body: @Sendable (Reached) async throws -> Value
) async throws -> Value {
    guard let name = candidates.first?.vpc, let vpc = options.inventory.vpc(named: name) else {
        throw HostsMissing()
    }
    let context = ReachContext(
        options: options,
        slots: LoginSlots(LoginLimiter(first: options.logins.first, most: options.logins.most)), onEvent: onEvent)
    let gateway = Gateway(vpc, context)
    do {
        let value = try await first(of: candidates, context, gateway, body)
        await gateway.close()
        return value
    } catch {
        await gateway.close()
        throw error
    }
}

/// There is no host to choose from.
public struct HostsMissing: Error {
    public init() {}
}

private func first<Value: Sendable>(
    of candidates: [Machine], _ context: ReachContext, _ gateway: Gateway,
    _ body: @Sendable (Reached) async throws -> Value
) async throws -> Value {
    var furthest: Unreached?
    for machine in candidates {
        let door = Door(
            machine: machine, gateway: gateway, context: context, openLimit: context.options.patience.lastOpen)
        switch await door.visit({ reached in await Result { try await body(reached) } }) {
        case .success(let result): return try result.get()
        case .failure(let failure):
            context.onEvent(.unreached(failure))
            if failure.isFinal { throw failure }
            if failure.weight >= furthest?.weight ?? 0 { furthest = failure }
        }
    }
    throw furthest ?? HostsMissing() as any Error
}

extension Unreached {
    /// Whether another host of the same VPC is not to be tried, or would come to the same.
    fileprivate var isFinal: Bool {
        switch reason {
        case .hostKey, .interrupted, .noBastion, .identity, .noAdminAccount: true
        case .down, .gone, .forbidden, .timedOut, .dropped, .refused, .denied, .protocolMismatch: false
        }
    }

    /// A host that has answered says more than one that has not.
    fileprivate var weight: Int {
        switch reason {
        case .refused, .identity, .hostKey: 3
        case .forbidden, .protocolMismatch, .dropped: 2
        default: 1
        }
    }
}

extension Result where Failure == any Error {
    /// What `body` comes to.
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
