import CLibSSH2
import NIOCore

extension Session {
    /// Exchanges versions and keys, and has the host key judged before anything else is sent.
    ///
    /// - Parameters:
    ///   - policy: what is known of host keys; only types that it can judge are asked for.
    ///   - host: the server's name or address, as it was asked for.
    /// - Throws: what the server did wrong, or what is wrong with its host key. The session is over then.
    public func handshake(
        trusting policy: HostKeyPolicy, host: String, port: Int, within limit: Duration
    ) async throws(SSHError) {
        do throws(SSHError) {
            let types = policy.keyTypes(host: host, port: port)
            guard !types.isEmpty else { throw .hostKey(.unknownHost, presented: nil) }
            let algorithms = supported(HostKeyPolicy.algorithms(forKeyTypes: types))
            try greeting.settle(algorithms.lists)
            try propose(algorithms)
            try await perform(within: limit) {
                let progress = self.continueHandshake()
                // What is left is the server's word that the userauth service may be used. It comes before any answer to
                // a login, so that can be sent already: a round trip less.
                if case .again = progress, self.handle.wire.sending == .encrypted { return .done(()) }
                return progress
            }
            let key = try hostKey()
            let verdict = policy.verdict(host: host, port: port, key: key)
            guard case .matches = verdict else { throw .hostKey(verdict, presented: key) }
        } catch {
            fail(error)
            throw error
        }
        stage = .authentication
    }

    /// Takes the handshake further; done, once it is.
    func continueHandshake() -> Progress<Void> {
        guard !handshakeIsDone else { return .done(()) }
        let progress = progress(libssh2_session_handshake(handle.pointer, SessionHandle.noSocket))
        if case .done = progress { handshakeIsDone = true }
        return progress
    }

    /// What we want, as far as the libssh2 in use has it.
    private func supported(_ hostKeys: [String]) -> Algorithms {
        let wanted = configuration.algorithms
        func known(_ method: Int32, _ names: [String]) -> [String] {
            var list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
            let count = libssh2_session_supported_algs(handle.pointer, method, &list)
            guard count > 0, let list else { return [] }
            defer { libssh2_free(handle.pointer, list) }
            let known = (0..<Int(count)).compactMap { list[$0].map { String(cString: $0) } }
            return names.filter(known.contains)
        }
        return Algorithms(
            keyExchange: known(LIBSSH2_METHOD_KEX, wanted.keyExchange),
            hostKey: known(LIBSSH2_METHOD_HOSTKEY, wanted.hostKey.filter(hostKeys.contains)),
            ciphers: known(LIBSSH2_METHOD_CRYPT_SC, wanted.ciphers),
            macs: known(LIBSSH2_METHOD_MAC_SC, wanted.macs))
    }

    private func propose(_ algorithms: Algorithms) throws(SSHError) {
        let proposals: [(Int32, [String])] = [
            (LIBSSH2_METHOD_KEX, algorithms.keyExchange),
            (LIBSSH2_METHOD_HOSTKEY, algorithms.hostKey),
            (LIBSSH2_METHOD_CRYPT_CS, algorithms.ciphers), (LIBSSH2_METHOD_CRYPT_SC, algorithms.ciphers),
            (LIBSSH2_METHOD_MAC_CS, algorithms.macs), (LIBSSH2_METHOD_MAC_SC, algorithms.macs),
            (LIBSSH2_METHOD_COMP_CS, ["none"]), (LIBSSH2_METHOD_COMP_SC, ["none"]),
        ]
        // libssh2 takes no empty list. Where ours is empty nothing can be shared, and the server's KEXINIT will tell.
        for (method, names) in proposals where !names.isEmpty {
            guard libssh2_session_method_pref(handle.pointer, method, names.joined(separator: ",")) == 0 else {
                throw handle.lastError
            }
        }
    }

    private func hostKey() throws(SSHError) -> PublicKeyBlob {
        var length = 0
        var type: Int32 = 0
        guard let blob = libssh2_session_hostkey(handle.pointer, &length, &type) else { throw handle.lastError }
        do throws(WireError) {
            return try PublicKeyBlob(UnsafeRawBufferPointer(start: blob, count: length))
        } catch {
            throw .library(code: LIBSSH2_ERROR_HOSTKEY_INIT, text: "the host key is malformed")
        }
    }

    /// How the server names itself (RFC 4253, section 4.2), such as `SSH-2.0-OpenSSH_9.2p1`: printable, and its own word.
    public var serverVersion: String? { greeting.version }

    /// What was agreed on, for a log line.
    public var negotiated: String {
        [LIBSSH2_METHOD_KEX, LIBSSH2_METHOD_HOSTKEY, LIBSSH2_METHOD_CRYPT_SC, LIBSSH2_METHOD_MAC_SC]
            .compactMap { libssh2_session_methods(handle.pointer, $0).map { String(cString: $0) } }
            .joined(separator: " ")
    }
}
