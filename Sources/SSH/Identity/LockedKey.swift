import NIOPosix

/// A key file that is opened when it is first signed with, and stays open: who reconnects is not asked again.
actor LockedKey {
    nonisolated let file: KeyFile
    private let passphrases: any PassphraseSource
    private var key: PrivateKey?
    /// Two hops may want the key at once; one of them asks, both wait for the answer.
    private var opening: Task<Result<PrivateKey, IdentityError>, Never>?

    init(_ file: KeyFile, passphrases: any PassphraseSource) {
        self.file = file
        self.passphrases = passphrases
    }

    func sign(_ data: [UInt8], _ algorithm: SignatureAlgorithm) async throws(IdentityError) -> Signature {
        let key = try await opened()
        guard let signature = key.sign(data, algorithm) else { throw .signingFailed(key: key.publicKey) }
        return signature
    }

    private func opened() async throws(IdentityError) -> PrivateKey {
        while true {
            if let key { return key }
            if Task.isCancelled { throw .cancelled }
            let opening = opening ?? Task { await Self.open(file, passphrases) }
            self.opening = opening
            let result = await withTaskCancellationHandler {
                await opening.value
            } onCancel: {
                opening.cancel()
            }
            if self.opening == opening { self.opening = nil }
            switch result {
            case .success(let key): self.key = key
            // The other one that waited was cancelled, and the asking with it: this one asks again.
            case .failure(.cancelled) where !Task.isCancelled: continue
            case .failure(let error): throw error
            }
        }
    }

    private static func open(
        _ file: KeyFile, _ passphrases: any PassphraseSource
    ) async -> Result<PrivateKey, IdentityError> {
        guard file.isEncrypted else { return await unlock(file, nil) }
        var attempt = 1
        while true {
            let passphrase: Secret
            do throws(PassphraseError) {
                let request = PassphraseRequest(path: file.path, key: file.publicKey, attempt: attempt)
                passphrase = try await passphrases.passphrase(for: request)
                guard passphrase.count > 0 else { throw .declined }
            } catch {
                return .failure(error == .cancelled ? .cancelled : .passphrase(path: file.path, error))
            }
            let result = await unlock(file, passphrase)
            guard case .failure(.wrongPassphrase) = result else { return result }
            if attempt >= passphrases.attempts {
                return .failure(.wrongPassphrase(path: file.path, tries: attempt))
            }
            attempt += 1
        }
    }

    /// On a thread of its own: deriving a key takes a tenth of a second and more, and no loop and no actor has that to
    /// spare.
    private static func unlock(_ file: KeyFile, _ passphrase: Secret?) async -> Result<PrivateKey, IdentityError> {
        do {
            return try await NIOThreadPool.singleton.runIfActive {
                do throws(IdentityError) {
                    return Result<PrivateKey, IdentityError>.success(try file.unlock(passphrase: passphrase))
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            return .failure(.cancelled)
        }
    }
}
