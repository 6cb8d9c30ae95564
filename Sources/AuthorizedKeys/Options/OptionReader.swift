/// Reads options as sshd does: names in any case and by their beginning, so that whatever follows one but a comma makes
/// all of it unknown; commas without an option between them; values in quotes.
struct OptionReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Collection<UInt8>) { rest = Array(bytes)[...] }

    mutating func options() throws(OptionError) -> [KeyOption] {
        var options: [KeyOption] = []
        var seen = Seen()
        while let next = rest.first, !Self.isBlank(next) {
            let start = rest
            var option = flag()
            if option == nil { option = try valued() }
            if let option {
                try seen.note(option)
                options.append(option)
            }
            guard let next = rest.first, !Self.isBlank(next) else { break }
            guard next == UInt8(ascii: ",") else { throw .unknownOption(Self.word(start)) }
            rest = rest.dropFirst()
        }
        return options
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private mutating func flag() -> KeyOption? {
        if take("restrict") { return .restrict }
        if take("cert-authority") { return .certificateAuthority }
        let start = rest
        let isGiven = !take("no-")
        for permission in KeyOption.Permission.allCases where take(permission.rawValue) {
            return .permission(permission, isGiven)
        }
        if take("touch-required") { return .touchRequired(isGiven) }
        if take("verify-required") { return .verifyRequired(isGiven) }
        rest = start
        return nil
    }

    private mutating func valued() throws(OptionError) -> KeyOption? {
        if take("command=") { return .command(try quoted("command")) }
        if take("principals=") { return .principals(try quoted("principals")) }
        if take("from=") { return .from(try quoted("from")) }
        if take("environment=") { return .environment(try quoted("environment")) }
        if take("permitopen=") { return .permitOpen(try quoted("permitopen")) }
        if take("permitlisten=") { return .permitListen(try quoted("permitlisten")) }
        if take("tunnel=") { return .tunnel(try quoted("tunnel")) }
        guard take("expiry-time=") else { return nil }
        let value = try quoted("expiry-time")
        guard let time = ExpiryTime(reading: value.bytes) else { throw .badExpiryTime(value.escaped(limit: 40)) }
        return .expiryTime(time)
    }

    private mutating func take(_ name: String) -> Bool {
        var after = rest
        for character in name.utf8 {
            guard let byte = after.first, byte == character || (0x41...0x5A).contains(byte) && byte | 0x20 == character
            else { return false }
            after = after.dropFirst()
        }
        rest = after
        return true
    }

    /// A value in quotes. A backslash means something in front of a quote only.
    private mutating func quoted(_ option: String) throws(OptionError) -> RawText {
        guard rest.first == UInt8(ascii: "\"") else { throw .missingStartQuote(option: option) }
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "\"") { return RawText(value) }
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                value.append(UInt8(ascii: "\""))
            } else {
                value.append(byte)
            }
        }
        throw .missingEndQuote
    }

    /// What is shown of an option that is not known.
    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        RawText(bytes.prefix { !isBlank($0) && $0 != UInt8(ascii: ",") }).escaped(limit: 40)
    }
}

extension OptionReader {
    /// What came before decides over what may follow.
    private struct Seen {
        private var once: Set<String> = []
        private var environment: Set<[UInt8]> = []
        private var counts: [String: Int] = [:]

        /// SSH_AUTHOPT_PERMIT_MAX and SSH_AUTHOPT_ENV_MAX, which sshd lets be passed by one.
        private static let mostPermits = 4097
        private static let mostEnvironment = 1025

        mutating func note(_ option: KeyOption) throws(OptionError) {
            switch option {
            case .command, .from, .principals:
                guard once.insert(option.name).inserted else { throw .duplicate(option: option.name) }
            case .environment(let value):
                guard environment.count < Self.mostEnvironment else { throw .tooMany(option: option.name) }
                environment.insert(try OptionRule.environmentName(value))
            case .permitOpen(let value), .permitListen(let value):
                let count = counts[option.name, default: 0]
                guard count < Self.mostPermits else { throw .tooMany(option: option.name) }
                counts[option.name] = count + 1
                var isBare = false
                if case .permitListen = option { isBare = true }
                try OptionRule.checkPermit(value, option.name, mayBeBarePort: isBare)
            case .tunnel(let value): try OptionRule.checkTunnel(value)
            case .restrict, .certificateAuthority, .permission, .touchRequired, .verifyRequired, .expiryTime: break
            }
        }
    }
}
