import CLibSSH2

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The one owner of a raw `LIBSSH2_SESSION`, and of what C points back at.
struct SessionHandle: ~Copyable {
    let pointer: OpaquePointer
    let wire: SessionWire

    /// Not a descriptor of anything: libssh2 asks for the flags of its socket when it starts, and takes the error for
    /// "does not block already". Nothing else of it touches a descriptor once the callbacks are set.
    static let noSocket: libssh2_socket_t = .max

    init(memoryBound: Int) throws(SSHError) {
        guard Library.isReady else { throw .library(code: LIBSSH2_ERROR_ALLOC, text: "libssh2 did not start") }
        let wire = SessionWire(memory: SessionMemory(bound: memoryBound))
        guard let pointer = wire.makeSession() else {
            throw .library(code: LIBSSH2_ERROR_ALLOC, text: "no memory for a session")
        }
        self.pointer = pointer
        self.wire = wire
    }

    deinit {
        // Once the wire is closed no call of libssh2 can block, so this runs to its end.
        wire.isClosed = true
        libssh2_session_free(pointer)
        wire.memory.releaseAll()
    }

    /// libssh2's last word on this session.
    var lastError: SSHError {
        var text: UnsafeMutablePointer<CChar>?
        let code = libssh2_session_last_error(pointer, &text, nil, 0)
        return .library(code: code, text: text.map { String(cString: $0) } ?? "error \(code)")
    }
}

/// The library as it was loaded, which may be another version than the one that was compiled against.
public enum Library {
    static let isReady: Bool = {
        // Without it all works, slower.
        _ = KeystreamProvider.isInUse
        return libssh2_init(0) == 0
    }()

    /// Gives what sessions no longer need back to the system.
    public static func trimMemory() {
        levels_trim_memory()
    }

    /// Whether it can ask for a signal (RFC 4254, section 6.9).
    package static let canSendSignals = levels_has_channel_signal() != 0

    /// The version of the libssh2 that is in use, as it names itself: "1.10.0".
    public static let version = libssh2_version(0).map { String(cString: $0) } ?? "unknown"
}
