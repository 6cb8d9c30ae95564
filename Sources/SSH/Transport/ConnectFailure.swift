import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Why there is no TCP connection.
public enum ConnectFailure: Error, Sendable, Hashable {
    /// The name could not be resolved here.
    case nameNotResolved(String)
    case refused
    case timedOut
    /// No way there; what the system says of it.
    case unreachable(String)
    case other(String)

    init(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError: self.init(error)
        case ChannelError.connectTimeout: self = .timedOut
        case let error as IOError: self.init(code: error.errnoCode)
        default: self = .other("\(error)")
        }
    }

    private init(_ error: NIOConnectionError) {
        guard let last = error.connectionErrors.last else {
            self = .nameNotResolved(error.host)
            return
        }
        self.init(last.error)
    }

    private init(code: CInt) {
        switch code {
        case ECONNREFUSED: self = .refused
        case ETIMEDOUT: self = .timedOut
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN: self = .unreachable(String(cString: strerror(code)))
        default: self = .other(String(cString: strerror(code)))
        }
    }
}
