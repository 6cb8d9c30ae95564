import CLibSSH2

/// Where libssh2 leaves what is to be signed, and finds the signature when it asks again.
///
/// That libssh2 asks at all means that the server takes the key. Confined to its session.
final class SignatureSlot {
    private enum State {
        case idle
        case wanted([UInt8])
        case asked
        case ready([UInt8])
        case failed(IdentityError)
        /// Asked, and by nobody's wish: see ``init(declines:)``.
        case declined
    }

    private var state = State.idle
    private let declines: Bool

    /// - Parameter declines: refuses to sign, which ends the login attempt on our side, and on ours alone: the server has
    ///   said that it would take the key, and the connection goes on.
    init(declines: Bool = false) {
        self.declines = declines
    }

    /// Whether libssh2 asked one that declines.
    var hasDeclined: Bool { if case .declined = state { true } else { false } }

    /// Whether somebody is being asked to sign.
    var isBusy: Bool { if case .asked = state { true } else { false } }

    var failure: IdentityError? { if case .failed(let failure) = state { failure } else { nil } }

    /// What libssh2 wants signed, once.
    func takeRequest() -> [UInt8]? {
        guard case .wanted(let data) = state else { return nil }
        state = .asked
        return data
    }

    func answer(_ result: Result<[UInt8], IdentityError>) {
        switch result {
        case .success(let signature): state = .ready(signature)
        case .failure(let failure): state = .failed(failure)
        }
    }

    /// One step of `libssh2_userauth_publickey`; libssh2 wants the same arguments until it is over.
    func authenticate(_ session: OpaquePointer, user: [UInt8], key: OfferedKey) -> Int32 {
        var abstract: UnsafeMutableRawPointer? = Unmanaged.passUnretained(self).toOpaque()
        var name = user.map { CChar(bitPattern: $0) }
        name.append(0)
        return levels_userauth_publickey(
            session, name, key.bytes.baseAddress, key.bytes.count,
            { session, signature, length, data, count, abstract in
                guard let pointer = abstract?.pointee, let session, let signature, let length else { return -1 }
                return Unmanaged<SignatureSlot>.fromOpaque(pointer).takeUnretainedValue()
                    .sign(UnsafeRawBufferPointer(start: data, count: count), session, signature, length)
            },
            &abstract)
    }

    private func sign(
        _ data: UnsafeRawBufferPointer, _ session: OpaquePointer,
        _ signature: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, _ length: UnsafeMutablePointer<Int>
    ) -> Int32 {
        switch state {
        case .idle where declines, .declined:
            state = .declined
            return -1
        case .idle:
            state = .wanted([UInt8](data))
            return LIBSSH2_ERROR_EAGAIN
        case .wanted, .asked:
            return LIBSSH2_ERROR_EAGAIN
        case .failed:
            return -1
        case .ready(let bytes):
            // libssh2 frees this with the session's own allocator.
            guard let memory = SessionWire.of(session)?.memory, let block = memory.allocate(bytes.count) else {
                return -1
            }
            block.copyMemory(from: bytes, byteCount: bytes.count)
            signature.pointee = block.assumingMemoryBound(to: UInt8.self)
            length.pointee = bytes.count
            return 0
        }
    }
}
