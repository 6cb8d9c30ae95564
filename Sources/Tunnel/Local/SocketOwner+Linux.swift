#if canImport(Glibc)
    import Glibc

    /// Asks the kernel by sock_diag(7) for exactly one socket. Reading /proc/net/tcp answers the same, at the price of a
    /// walk over every connection of the machine for each client.
    struct KernelSocketOwner: SocketOwnerLookup {
        func owner(client: IPv4Endpoint, listener: IPv4Endpoint) throws(SocketOwnerFailure) -> SocketOwner {
            let descriptor = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), Self.sockDiag)
            guard descriptor >= 0 else { throw Self.failure("socket") }
            defer { close(descriptor) }
            // The kernel answers at once; the bound is for a kernel that does not.
            var limit = timeval(tv_sec: 1, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            let request = Self.request(client: client, listener: listener)
            guard send(descriptor, request, request.count, 0) == request.count else { throw Self.failure("send") }
            var reply = [UInt8](repeating: 0, count: 1024)
            let count = recv(descriptor, &reply, reply.count, 0)
            guard count > 0 else { throw Self.failure("recv") }
            return try Self.parse(reply[..<count])
        }

        private static let sockDiag: Int32 = 4
        private static let byFamily: UInt16 = 20

        private static func failure(_ call: String) -> SocketOwnerFailure {
            SocketOwnerFailure(
                message: "the kernel would not say whose a connection is: \(call): \(String(cString: strerror(errno)))")
        }

        /// `nlmsghdr` and `inet_diag_req_v2` (linux/inet_diag.h). The socket that is asked for is the client's, so its
        /// own port is the source.
        private static func request(client: IPv4Endpoint, listener: IPv4Endpoint) -> [UInt8] {
            var bytes: [UInt8] = []
            func native<T: FixedWidthInteger>(_ value: T) {
                withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
            }
            func big<T: FixedWidthInteger>(_ value: T) { native(value.bigEndian) }
            native(UInt32(72))
            native(byFamily)
            native(UInt16(1))  // NLM_F_REQUEST
            native(UInt32(1))
            native(UInt32(0))
            bytes += [UInt8(AF_INET), UInt8(IPPROTO_TCP), 0, 0]
            native(UInt32.max)  // in any state
            big(client.port)
            big(listener.port)
            bytes += client.address + [UInt8](repeating: 0, count: 12)
            bytes += listener.address + [UInt8](repeating: 0, count: 12)
            native(UInt32(0))  // on any interface
            native(UInt64.max)  // no cookie
            return bytes
        }

        /// `nlmsghdr`, then `inet_diag_msg`, whose `idiag_uid` is at 64, or a `nlmsgerr`.
        static func parse(_ reply: ArraySlice<UInt8>) throws(SocketOwnerFailure) -> SocketOwner {
            let bytes = [UInt8](reply)
            func word(_ at: Int) -> UInt32 {
                bytes[at..<at + 4].withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
            }
            guard bytes.count >= 20 else { throw SocketOwnerFailure(message: "the kernel's answer is too short") }
            let type = bytes[4..<6].withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) }
            if type == 2 {  // NLMSG_ERROR
                let code = Int32(bitPattern: word(16))
                if code == -ENOENT { return .nobody }
                throw SocketOwnerFailure(
                    message:
                        "the kernel would not say whose a connection is: \(String(cString: strerror(code == .min ? 0 : -code)))"
                )
            }
            guard type == byFamily, bytes.count >= 88 else {
                throw SocketOwnerFailure(message: "the kernel's answer is not what was asked for")
            }
            // A socket that nobody holds any more has no inode, and belongs to uid 0 without being root's.
            return word(84) == 0 ? .nobody : .user(word(80))
        }
    }
#endif
