import SSH
import Synchronization

/// The keys to log in with, gathered once: a key that was unlocked with a passphrase stays unlocked for as long as the
/// tunnel lives, so that coming back after an outage asks nobody anything.
final class KeyRing: Sendable {
    private let gathered = Mutex<[Identity]?>(nil)

    func keys(
        _ request: IdentityRequest, _ onEvent: @Sendable (TunnelEvent) -> Void
    ) async throws(TunnelFailure) -> [Identity] {
        if let known = gathered.withLock({ $0 }) { return known }
        do throws(IdentityError) {
            let list = try await IdentityList.gather(request)
            if !list.notes.isEmpty { onEvent(.keyNotes(list.notes.map(\.message))) }
            gathered.withLock { $0 = list.identities }
            return list.identities
        } catch {
            throw TunnelFailure(hop: .local, message: error.message, hint: error.hint, exit: error.exit)
        }
    }

    /// What was gathered so far, for what is said about them.
    var known: [Identity] { gathered.withLock { $0 } ?? [] }

    /// After a refusal: an agent may have learnt another key by the next time.
    func forget() {
        gathered.withLock { $0 = nil }
    }
}
