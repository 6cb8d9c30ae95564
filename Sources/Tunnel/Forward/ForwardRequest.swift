public import Inventory

/// A local port, and where what connects to it is to come out: `[LOCAL:]TARGET:PORT`.
public struct ForwardRequest: Sendable, Hashable {
    /// Nil lets the kernel choose.
    public let local: Int?
    /// As the host sees it.
    public let target: HostPort

    /// - Throws: what is wrong with the text.
    public init(_ text: String) throws(BrokenRule) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(digits.count)
        // With one number and one colon it is a target all the same: names may be made of digits, addresses are.
        if !digits.isEmpty, rest.first == ":", rest.dropFirst().contains(":") {
            guard let port = Int(digits), (1...65_535).contains(port) else {
                throw BrokenRule("the local port must be a number from 1 to 65535")
            }
            local = port
            target = try HostPort(String(rest.dropFirst()))
        } else {
            local = nil
            target = try HostPort(text)
        }
    }
}
