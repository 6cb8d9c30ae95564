/// Follows what a server sends before anything is encrypted: lines of text, its version, its KEXINIT (RFC 4253 sections
/// 4.2, 6, 7.1).
///
/// libssh2 reads the same bytes, and says little about them when they are not what it wants; this looks on, so that an
/// error can tell a web server from a proxy's complaint from a server without a common algorithm, and so that a server
/// that talks without end is dropped. A pure value: bytes in, what is known out. Holds at most `textLimit` bytes or one
/// packet of `packetLimit`.
public struct Greeting: Sendable {
    public enum State: Hashable, Sendable {
        case needMore
        /// The version line is known, without its line end, the first packet is not there yet.
        case version(String)
        /// All is known, and nothing that follows is looked at.
        case algorithms(AlgorithmLists)
    }

    /// How many lines may come before the version. OpenSSH's client allows 1024 before the version, of 8 KiB each.
    public static let lineLimit = 50
    /// How many bytes these lines may have together.
    public static let textLimit = 8 * 1024
    /// The longest version line in bytes, its end included.
    public static let versionLimit = 255
    /// The longest packet that any implementation has to take, in bytes (RFC 4253 section 6.1).
    public static let packetLimit = 35_000

    private enum Phase {
        case text
        case packet
        case done(AlgorithmLists)
        case failed(GreetingError)
    }

    private var phase = Phase.text
    private var pending: [UInt8] = []
    private var textBytes = 0

    /// The lines before the version, as they came, without their ends. Escape them before printing.
    public private(set) var lines: [String] = []
    /// The server's version line, such as `SSH-2.0-OpenSSH_9.2p1`.
    public private(set) var version: String?

    public init() {}

    /// Takes the next bytes. Once it has thrown it throws the same again.
    public mutating func feed(_ bytes: some Sequence<UInt8>) throws(GreetingError) -> State {
        for byte in bytes {
            switch phase {
            case .text: note { (me) throws(GreetingError) in try me.takeText(byte) }
            case .packet: note { (me) throws(GreetingError) in try me.takePacket(byte) }
            case .done(let lists): return .algorithms(lists)
            case .failed(let error): throw error
            }
        }
        return try state
    }

    /// What a server that has gone was, if it was no SSH server: it spoke, and not in lines, as databases do, or HTTP. A
    /// whole line of other text is what sshd says where it wants no more connections.
    public var stranger: GreetingError? {
        guard case .text = phase else { return nil }
        if let first = lines.first {
            let isText = first.unicodeScalars.allSatisfy { $0.value >= 0x20 }
            return isText && !first.hasPrefix("HTTP/") ? nil : .malformedVersion(first)
        }
        let begun = pending.prefix(4)
        guard !begun.isEmpty, !"SSH-".utf8.starts(with: begun) else { return nil }
        return .malformedVersion(text(pending))
    }

    private var state: State {
        get throws(GreetingError) {
            switch phase {
            case .text: return .needMore
            case .packet: return version.map(State.version) ?? .needMore
            case .done(let lists): return .algorithms(lists)
            case .failed(let error): throw error
            }
        }
    }

    private mutating func note(_ step: (inout Greeting) throws(GreetingError) -> Void) {
        do throws(GreetingError) {
            try step(&self)
        } catch {
            phase = .failed(error)
            pending = []
        }
    }

    private var isVersionLine: Bool { pending.starts(with: "SSH-".utf8) }

    private mutating func takeText(_ byte: UInt8) throws(GreetingError) {
        pending.append(byte)
        if isVersionLine {
            guard pending.count <= Self.versionLimit else { throw .malformedVersion(text(pending)) }
        } else {
            textBytes += 1
            guard textBytes <= Self.textLimit else { throw .endlessBanner(first: lines.first ?? text(pending)) }
        }
        guard byte == UInt8(ascii: "\n") else { return }
        let line = pending.dropLast().last == UInt8(ascii: "\r") ? pending.dropLast(2) : pending.dropLast()
        if isVersionLine {
            try takeVersion(line)
        } else {
            lines.append(text(line))
            guard lines.count <= Self.lineLimit else { throw .endlessBanner(first: lines[0]) }
        }
        pending = []
    }

    private mutating func takeVersion(_ line: ArraySlice<UInt8>) throws(GreetingError) {
        guard line.allSatisfy({ 0x20...0x7e ~= $0 }) else { throw .malformedVersion(text(line)) }
        let parts = line.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[2].isEmpty else { throw .malformedVersion(text(line)) }
        guard parts[1].elementsEqual("2.0".utf8) || parts[1].elementsEqual("1.99".utf8) else {
            throw .unsupportedVersion(text(line))
        }
        version = text(line)
        phase = .packet
    }

    /// Packet length, padding length, payload, padding; no MAC yet. What the first six bytes show to be wrong is wrong
    /// at once, without waiting for a length that a stranger named.
    private mutating func takePacket(_ byte: UInt8) throws(GreetingError) {
        pending.append(byte)
        guard pending.count >= 4 else { return }
        let length = pending[..<4].reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.packetLimit else { throw .oversizePacket(length: length) }
        guard length >= 12, (length + 4) % 8 == 0 else { throw .malformedPacket("a length of \(length) bytes") }
        guard pending.count >= 6 else { return }
        let padding = Int(pending[4])
        guard padding >= 4, padding + 2 <= length else { throw .malformedPacket("\(padding) bytes of padding") }
        let number = pending[5]
        guard number == AlgorithmLists.messageNumber || number == Self.disconnect else {
            throw .notKeyExchange(message: number)
        }
        guard pending.count == 4 + length else { return }
        let payload = pending[5..<(4 + length - padding)]
        if number == Self.disconnect { throw .disconnected(reason: Self.reason(payload)) }
        do throws(WireError) {
            phase = .done(try AlgorithmLists(payload: payload))
        } catch {
            throw .malformedPacket(error.message)
        }
        pending = []
    }

    private static let disconnect: UInt8 = 1

    private static func reason(_ payload: ArraySlice<UInt8>) -> String {
        var reader = WireReader(payload.dropFirst())
        guard (try? reader.uint32()) != nil, let reason = try? reader.string() else { return "no reason given" }
        return String(decoding: reason, as: UTF8.self)
    }

    private func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
