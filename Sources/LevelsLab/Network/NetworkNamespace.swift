#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Work in another network namespace, on the calling thread.
enum NetworkNamespace {
    /// Sockets that `body` makes belong to the namespace for good, wherever they are used afterwards; ip-netns(8),
    /// setns(2). The thread is back in its own namespace at the end.
    static func run<Value>(in name: String?, _ body: () throws(LabFailure) -> Value) throws(LabFailure) -> Value {
        guard let name else { return try body() }
        #if canImport(Darwin)
            throw .notPossible("there is no network namespace \(name) here", hint: "levels-lab up --mode loopback")
        #else
            let own = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
            guard own >= 0 else { throw SystemError.last("opening our network namespace") }
            defer { close(own) }
            let other = open("/run/netns/\(name)", O_RDONLY | O_CLOEXEC)
            guard other >= 0 else { throw SystemError.last("opening the network namespace \(name)") }
            defer { close(other) }
            try enter(other)
            let result = Result { () throws(LabFailure) in try body() }
            try enter(own)
            return try result.get()
        #endif
    }

    #if !canImport(Darwin)
        private typealias SetNamespace = @convention(c) (CInt, CInt) -> CInt

        /// `setns` is behind a feature macro that Swift's module map of glibc does not set: found by its name.
        private static func enter(_ descriptor: CInt) throws(LabFailure) {
            guard let symbol = dlsym(nil, "setns") else {
                throw .notPossible("this C library has no setns", hint: "levels-lab up --mode loopback")
            }
            let setns = unsafeBitCast(symbol, to: SetNamespace.self)
            let network: CInt = 0x4000_0000
            guard setns(descriptor, network) == 0 else { throw SystemError.last("entering a network namespace") }
        }
    #endif
}
