/// What sshd asks of the values of options.
enum OptionRule {
    /// The name of an environment variable that is set.
    static func environmentName(_ value: RawText) throws(OptionError) -> [UInt8] {
        let name = value.bytes.prefix { $0 != UInt8(ascii: "=") }
        guard name.count < value.bytes.count, !name.isEmpty,
            name.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") })
        else { throw .badEnvironment(value.escaped(limit: 40)) }
        return Array(name)
    }

    /// `host:port`, where the host is anything, brackets around it or not, and a slash may stand for the colon.
    static func checkPermit(_ value: RawText, _ option: String, mayBeBarePort: Bool) throws(OptionError) {
        guard let port = portText(value, mayBeBarePort: mayBeBarePort), Port(port) != .none else {
            throw .badPermission(option: option, value.escaped(limit: 80))
        }
    }

    /// What stands where the port is; nil without a place for it.
    static func portText(_ value: RawText, mayBeBarePort: Bool) -> ArraySlice<UInt8>? {
        let bytes = value.bytes
        if mayBeBarePort, !bytes.contains(UInt8(ascii: ":")) { return bytes[...] }
        var end = bytes.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
        if bytes.first == UInt8(ascii: "[") {
            guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            end = bracket + 1
        }
        // NI_MAXHOST, the NUL at its end included.
        guard let end, end < 1025, end < bytes.count else { return nil }
        guard bytes[end] == UInt8(ascii: ":") || bytes[end] == UInt8(ascii: "/") else { return nil }
        return bytes[(end + 1)...]
    }

    enum Port: Hashable {
        case any
        case number(Int)
        /// Whether it is one depends on the host's `/etc/services`.
        case service(String)
        case none

        init(_ text: ArraySlice<UInt8>) {
            if text.elementsEqual("*".utf8) {
                self = .any
            } else if let number = OptionRule.number(text, 0...65535) {
                self = number > 0 ? .number(Int(clamping: number)) : .none
            } else if text.contains(where: OptionRule.isLetter), text.allSatisfy(OptionRule.isInServiceNames) {
                self = .service(RawText(text).escaped(limit: 40))
            } else {
                self = .none
            }
        }
    }

    static func checkTunnel(_ value: RawText) throws(OptionError) {
        let isAny = value.bytes.map { isLetter($0) ? $0 | 0x20 : $0 }.elementsEqual("any".utf8)
        // SSH_TUNID_MAX
        guard isAny || number(value.bytes[...], 0...0x7FFF_FFFD) != nil else {
            throw .badTunnel(value.escaped(limit: 40))
        }
    }

    /// `strtonum(3)`, which lets white space and a sign stand in front.
    private static func number(_ text: ArraySlice<UInt8>, _ range: ClosedRange<Int64>) -> Int64? {
        var digits = text.drop(while: Base64.isSpace)
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard isDigit(digit) else { return nil }
            // What is beyond any range stays there.
            value = min(value * 10 + Int64(digit - 0x30), 1 << 40)
        }
        if isNegative { value = -value }
        return range.contains(value) ? value : nil
    }

    private static func isInServiceNames(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "-_.+".utf8.contains(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
