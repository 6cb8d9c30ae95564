#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Ports of 127.0.0.1 that nobody listens on.
enum FreePort {
    /// Not the kernel's own choice: that comes from the range which outgoing connections use too, so a server that is
    /// killed and started again could find its port taken.
    static func pick() throws(LabFailure) -> Int {
        for _ in 0..<200 {
            let port = Int.random(in: 20_000..<32_000)
            if isFree(port) { return port }
        }
        throw .notPossible("no port between 20000 and 32000 is free", hint: "see who holds them: ss -ltnp")
    }

    private static func isFree(_ port: Int) -> Bool {
        guard let socket = try? Socket(), (try? socket.bind(to: "127.0.0.1", port: port)) != nil else { return false }
        return true
    }
}
