/// A key in an authorized_keys file: options, key, comment.
public struct AuthorizedKey: Sendable, Hashable {
    public var options: KeyOptions
    public var key: PublicKey
    public var comment: RawText

    public init(options: KeyOptions = KeyOptions(), key: PublicKey, comment: RawText = "") {
        self.options = options
        self.key = key
        self.comment = comment
    }

    /// The line to write, without a line end. Throws where it would not be read back as what it is.
    public func rendered() throws(OptionError) -> String {
        let options = try options.rendered()
        guard let comment = String(validating: comment.bytes, as: UTF8.self),
            !comment.unicodeScalars.contains(where: KeyOptions.isControl)
        else { throw .unwritable(option: "comment") }
        let line = [options, key.text, comment].filter { !$0.isEmpty }.joined(separator: " ")
        guard line.utf8.count <= KeyLine.longest else { throw .lineTooLong(line.utf8.count) }
        // The last word has the reader: a comment that begins with a blank, for one, would lose it.
        guard LineReader(bytes: Array(line.utf8)[...]).content() == .entry(self) else {
            throw .unwritable(option: "comment")
        }
        return line
    }
}

extension AuthorizedKey {
    /// What sshd makes of a line with this.
    public func verdict(_ context: ServerContext) -> Verdict {
        if let reason = reasonToIgnore(context) { return .ignored(reason) }
        if let question = openQuestion(context) { return .undetermined(question) }
        return KeyPermissions(options).isCertificateAuthority ? .authority : .inForce
    }

    private func reasonToIgnore(_ context: ServerContext) -> IgnoredReason? {
        for option in options.options where option.since > context.version {
            if case .expiryTime(let time) = option, context.version >= SSHDVersion(7, 7) {
                return .badOptions(.badExpiryTime(time.text))
            }
            return .badOptions(.unknownOption(option.name))
        }
        let permissions = KeyPermissions(options)
        if permissions.expiryTimes.contains(where: { Expiry($0, context) == .past }) { return .expired }
        if permissions.principals != nil, !permissions.isCertificateAuthority { return .principalsWithoutAuthority }
        if let from = permissions.from {
            guard let patterns = ClientPatterns(from) else { return .badFrom }
            if let address = context.clientAddress, !patterns.admit(address: address, name: context.clientName) {
                return .fromElsewhere
            }
        }
        if key.type.isSecurityKey, context.version < SSHDVersion(8, 2) { return .typeNotAccepted(key.type) }
        // What follows is asked of the key that a client offers, and an authority's key is not offered.
        if permissions.isCertificateAuthority { return nil }
        if !context.acceptedTypes.contains(key.type) { return .typeNotAccepted(key.type) }
        let required = context.version < SSHDVersion(9, 1) ? 0 : context.requiredRSABits
        if key.type == .rsa, key.bits < required { return .shortRSA(key.bits, required: required) }
        return nil
    }

    private func openQuestion(_ context: ServerContext) -> OpenQuestion? {
        let permissions = KeyPermissions(options)
        if permissions.expiryTimes.contains(where: { Expiry($0, context) == .open }) { return .hostClock }
        if permissions.from != nil, context.clientAddress == nil { return .clientAddress }
        let ports =
            permissions.permitOpen.map { OptionRule.portText($0, mayBeBarePort: false) }
            + permissions.permitListen.map { OptionRule.portText($0, mayBeBarePort: true) }
        for port in ports {
            if let port, case .service(let name) = OptionRule.Port(port) { return .serviceName(name) }
        }
        return nil
    }

    private enum Expiry {
        case past, future, open

        /// A time without a zone lies anywhere between 14 hours before that of UTC and 12 behind it.
        init(_ time: ExpiryTime, _ context: ServerContext) {
            // No zone is further away than this, whatever a host says of its own.
            let east = context.secondsEastOfUTC.map { max(-86400, min($0, 86400)) }
            let earliest = time.seconds - (time.isUTC ? 0 : east ?? 14 * 3600)
            let latest = time.seconds - (time.isUTC ? 0 : east ?? -12 * 3600)
            self = latest < context.now ? .past : earliest >= context.now ? .future : .open
        }
    }
}
