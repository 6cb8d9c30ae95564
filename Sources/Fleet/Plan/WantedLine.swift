internal import AuthorizedKeys

/// A declared key as its line has to be for the sshd of one machine.
struct WantedLine {
    let person: String
    let key: PublicKey
    let comment: RawText
    let options: KeyOptions
    /// Without a line end.
    let text: String
    /// Whether its expiry had to be written in the machine's own time: sshd before 9.1 ignores a line with a `Z`.
    let isInHostTime: Bool

    private static let firstWithUTC = SSHDVersion(9, 1)

    init(_ declared: DeclaredAccountKey, version: SSHDVersion, clock: HostClock) {
        person = declared.person
        key = declared.entry.key
        comment = declared.entry.comment
        var options = declared.entry.options
        var text = declared.line
        var isInHostTime = false
        if version < Self.firstWithUTC {
            options.options = options.options.map { option in
                guard case .expiryTime(let time) = option,
                    let local = time.inHostTime(secondsEastOfUTC: clock.secondsEastOfUTC)
                else { return option }
                isInHostTime = true
                return .expiryTime(local)
            }
            if isInHostTime, let rendered = try? options.rendered() {
                text = "\(rendered) \(key.text) \(comment.escaped())"
            }
        }
        self.options = options
        self.text = text
        self.isInHostTime = isInHostTime
    }

    /// Whether a line of a file is this one; its end may differ.
    func isSame(_ line: AuthorizedKeysLine) -> Bool {
        var bytes = line.bytes
        if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
        return bytes.elementsEqual(text.utf8)
    }

    func difference(from line: AuthorizedKeysLine) -> String {
        switch line.content {
        case .entry(let entry) where entry.options != options: "its options are others"
        case .entry(let entry) where entry.comment != comment: "its comment is another"
        case .badOptions(let error, _, _): "sshd ignores the line: \(error.message)"
        default: "it is written otherwise"
        }
    }
}
