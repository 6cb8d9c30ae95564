public import Inventory
public import SSH

/// Logs in to the first bastion of a VPC that can be had, runs `body`, and ends what it has begun: for what goes no further
/// than to a port behind it, and speaks there for itself.
///
/// - Parameters:
///   - machine: where it goes, for whoever tells of a failure.
///   - onEvent: called from anywhere; it must not block.
/// - Throws: an ``Unreached``, or what `body` throws.
public func withBastion<Value: Sendable>(
    towards machine: Machine, _ options: ReachOptions, onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in },
    body: @Sendable (Session) async throws -> Value
) async throws -> Value {
    guard let vpc = options.inventory.vpc(named: machine.vpc) else { throw HostsMissing() }
    let context = ReachContext(
        options: options,
        slots: LoginSlots(LoginLimiter(first: options.logins.first, most: options.logins.most)), onEvent: onEvent)
    let gateway = Gateway(vpc, context)
    let link: Gateway.Link
    switch await gateway.open() {
    case .success(let open): link = open
    case .failure(let failure):
        throw Unreached(machine: machine, reason: .noBastion(address: failure.bastion, failure.reason), tries: 1)
    }
    do {
        let value = try await body(link.session)
        await gateway.close()
        return value
    } catch let error as SSHError {
        let lost = await link.session.failure
        await gateway.close()
        // A channel that was refused is the host's affair, or the bastion's leave; the rest is the connection's.
        let reason = Judgement(lost ?? error).reason
        throw Unreached(
            machine: machine,
            reason: lost == nil ? reason : .noBastion(address: link.bastion.address.description, reason), tries: 1)
    } catch {
        await gateway.close()
        throw error
    }
}
