import Inventory

/// The client's side of SOCKS 5 (RFC 1928), as far as it is wanted: no login, CONNECT. Pure.
struct SocksConversation {
    enum Step: Equatable {
        /// More is to come.
        case incomplete
        /// To be sent back; the conversation goes on.
        case reply([UInt8])
        /// To be sent back, and then it is over.
        case refusal([UInt8], String)
        case connect(host: String, port: Int)
    }

    enum Answer: UInt8 {
        case connected = 0, failed = 1, forbidden = 2, unreachable = 4, refused = 5, unknownCommand = 7,
            unknownAddress = 8
    }

    private var pending: [UInt8] = []
    private var hasGreeted = false

    /// A request has 262 bytes at most.
    static let longest = 1024

    /// What is left once the request was read: the first bytes for the target.
    var rest: [UInt8] { pending }

    mutating func take(_ bytes: some Collection<UInt8>) -> Step {
        pending += bytes
        return hasGreeted ? request() : greeting()
    }

    static func answer(_ answer: Answer) -> [UInt8] { [5, answer.rawValue, 0, 1, 0, 0, 0, 0, 0, 0] }

    private mutating func greeting() -> Step {
        guard let version = pending.first else { return .incomplete }
        guard version == 5 else { return .refusal([], "it does not speak SOCKS 5") }
        guard pending.count >= 2 else { return .incomplete }
        let count = Int(pending[1])
        guard pending.count >= 2 + count else { return .incomplete }
        let methods = pending[2..<2 + count]
        guard methods.contains(0) else { return .refusal([5, 0xff], "it wants to log in") }
        pending.removeFirst(2 + count)
        hasGreeted = true
        return .reply([5, 0])
    }

    private mutating func request() -> Step {
        guard pending.count >= 5 else { return .incomplete }
        guard pending[0] == 5, pending[1] == 1 else {
            return .refusal(Self.answer(.unknownCommand), "it asks for something else than a connection")
        }
        let length: Int
        switch pending[3] {
        case 1: length = 4
        case 3: length = 1 + Int(pending[4])
        case 4: length = 16
        default: return .refusal(Self.answer(.unknownAddress), "its address is of an unknown kind")
        }
        guard pending.count >= 4 + length + 2 else { return .incomplete }
        let address = Array(pending[4..<4 + length])
        let port = Int(pending[4 + length]) << 8 | Int(pending[5 + length])
        let host: String
        switch pending[3] {
        case 1: host = address.map(String.init).joined(separator: ".")
        case 3: host = String(decoding: address.dropFirst(), as: UTF8.self)
        default:
            let groups = stride(from: 0, to: 16, by: 2).map { Int(address[$0]) << 8 | Int(address[$0 + 1]) }
            host = "[" + groups.map { String($0, radix: 16) }.joined(separator: ":") + "]"
        }
        pending.removeFirst(4 + length + 2)
        return .connect(host: host, port: port)
    }
}
