import CLibSSH2
import NIOCore

/// The server took none of the keys.
public struct AuthenticationRefusal: Sendable, Hashable {
    public let user: String
    /// How many keys the server was shown before it, or we, gave up.
    public let offered: Int
}

extension Session {
    /// Logs in with the first of `keys` that the server takes (RFC 4252, section 7).
    ///
    /// libssh2 asks about each key before it signs, so a key is only used, and a passphrase or a touch only asked for,
    /// when the server wants it.
    public func authenticate(user: String, keys: [Identity], within limit: Duration) async throws(SSHError) {
        var failures: [IdentityError] = []
        for key in keys {
            switch try await offer(key, as: user, within: limit) {
            case .taken:
                acceptedKey = key.publicKey
                return loggedIn()
            case .refused: continue
            case .unusable(let failure): failures.append(failure)
            }
        }
        // A key that would have opened the door is more to the point than those that would not.
        throw failures.first.map { .identity($0) } ?? .refused(AuthenticationRefusal(user: user, offered: keys.count))
    }

    func loggedIn() {
        stage = .established
        startKeepalive()
    }

    private enum OfferResult { case taken, refused, unusable(IdentityError) }

    private func offer(_ key: Identity, as user: String, within limit: Duration) async throws(SSHError) -> OfferResult {
        let slot = SignatureSlot()
        signature = slot
        defer { signature = nil }
        let code = try await show(key.publicKey, as: user, to: slot, within: limit) { self.sign($0, with: key) }
        if code == 0 { return .taken }
        if let failure = slot.failure { return .unusable(failure) }
        // libssh2 says UNVERIFIED for a signature that was refused, and for a connection that was lost.
        let isRefusal = code == LIBSSH2_ERROR_AUTHENTICATION_FAILED || code == LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED
        guard isRefusal, lastWords == nil else { throw lastWords ?? handle.lastError }
        return .refused
    }

    /// Shows the server a key, and gives libssh2's word when that is over.
    ///
    /// - Parameter sign: is given what is to be signed, if the server would take the key; the slot wants the signature.
    func show(
        _ key: PublicKeyBlob, as user: String, to slot: SignatureSlot, within limit: Duration,
        sign: @escaping ([UInt8]) -> Void
    ) async throws(SSHError) -> Int32 {
        let pointer = handle.pointer
        let name = Array(user.utf8)
        let offered = OfferedKey(key)
        let memory = handle.wire.memory
        return try await perform(within: limit, exempt: { slot.isBusy }) {
            switch self.continueHandshake() {
            case .done, .again: break
            case .failed(let error): return .failed(error)
            }
            let code = offered.undisguised(by: memory) { slot.authenticate(pointer, user: name, key: offered) }
            guard code == LIBSSH2_ERROR_EAGAIN else { return .done(code) }
            if let data = slot.takeRequest() { sign(data) }
            return .again
        }
    }

    /// Signs without blocking the loop; the answer comes back as if it were bytes from the server.
    private func sign(_ data: [UInt8], with key: Identity) {
        Task { [weak self] in
            let result: Result<[UInt8], IdentityError>
            do throws(IdentityError) {
                result = .success(try await key.sign(data, with: SignatureRequest.algorithm(in: data)).bytes)
            } catch {
                result = .failure(error)
            }
            await self?.signed(result)
        }
    }

    private func signed(_ result: Result<[UInt8], IdentityError>) {
        signature?.answer(result)
        pump()
    }
}
