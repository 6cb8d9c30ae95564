import NIOCore

/// Who owns the other end of a loopback connection, as the kernel says.
enum SocketOwner: Equatable {
    case user(UInt32)
    /// The kernel does not know such a socket, or not any more.
    case nobody
}

/// Looks up who connected to a loopback listener. A question that cannot be asked is an error, and whoever asks treats
/// that as somebody else: what cannot be proven is not let in.
protocol SocketOwnerLookup: Sendable {
    /// - Parameters:
    ///   - client: the connecting end, an address of 127.0.0.0/8.
    ///   - listener: the end that it connected to.
    func owner(client: IPv4Endpoint, listener: IPv4Endpoint) throws(SocketOwnerFailure) -> SocketOwner
}

struct SocketOwnerFailure: Error {
    let message: String
}

/// An IPv4 address and port.
struct IPv4Endpoint: Equatable, Sendable {
    let address: [UInt8]
    let port: UInt16

    init?(_ address: SocketAddress?) {
        guard case .v4 = address, let address else { return nil }
        // sockaddr_in: two bytes of family, the port and the address, both in network order.
        let bytes = address.withSockAddr { pointer, size in [UInt8](UnsafeRawBufferPointer(start: pointer, count: size))
        }
        guard bytes.count >= 8 else { return nil }
        self.init(address: Array(bytes[4..<8]), port: UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
    }

    init?(address: [UInt8], port: UInt16) {
        guard address.count == 4 else { return nil }
        self.address = address
        self.port = port
    }
}
