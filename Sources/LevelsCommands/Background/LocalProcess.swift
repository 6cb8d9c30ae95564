#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The process at the other end of a connection to a port of ours: by the socket's number in the kernel's table
/// (proc(5), `net/tcp`), and whoever has that socket open. Only our own processes can be looked into, and no other ones
/// are let in.
struct LocalProcess: Sendable, Hashable {
    let pid: Int32
    /// As it calls itself; not escaped.
    let name: String

    /// By the port at its own end of a loopback connection. Empty where the system has no such tables.
    static func ofConnections(from ports: Set<Int>) -> [Int: LocalProcess] {
        #if canImport(Darwin)
            return [:]
        #else
            guard !ports.isEmpty, let table = text("/proc/net/tcp", limit: 64 << 20) else { return [:] }
            var portOfSocket: [String: Int] = [:]
            for line in table.split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 9, let colon = fields[1].lastIndex(of: ":"),
                    let port = Int(fields[1][fields[1].index(after: colon)...], radix: 16), ports.contains(port)
                else { continue }
                portOfSocket["socket:[\(fields[9])]"] = port
            }
            var found: [Int: LocalProcess] = [:]
            for entry in FolderListing.names(in: "/proc") {
                guard let pid = Int32(entry), found.count < portOfSocket.count else { continue }
                for descriptor in FolderListing.names(in: "/proc/\(pid)/fd") {
                    guard let port = portOfSocket[link("/proc/\(pid)/fd/\(descriptor)")] else { continue }
                    let name = text("/proc/\(pid)/comm", limit: 256) ?? "?"
                    found[port] = LocalProcess(pid: pid, name: String(name.prefix { $0 != "\n" }))
                }
            }
            return found
        #endif
    }

    #if !canImport(Darwin)
        private static func link(_ path: String) -> String {
            var bytes = [CChar](repeating: 0, count: 256)
            guard readlink(path, &bytes, bytes.count - 1) > 0 else { return "" }
            return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        private static func text(_ path: String, limit: Int) -> String? {
            KernelFile.bytes(path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
        }
    #endif
}
