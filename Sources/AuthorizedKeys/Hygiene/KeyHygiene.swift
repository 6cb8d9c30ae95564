/// Judges keys before they are let in anywhere.
public struct KeyHygiene: Sendable {
    /// Seconds since 1970-01-01 00:00 UTC.
    public var now: Int64
    /// Keys whose private halves anybody may have, Debian's weak ones (CVE-2008-0166) among them; nil where no list is
    /// installed.
    public var blocklist: KeyBlocklist?

    /// How long before its end a key is spoken of: 14 days, in seconds.
    public static let notice: Int64 = 14 * 86400

    public init(now: Int64, blocklist: KeyBlocklist? = nil) {
        self.now = now
        self.blocklist = blocklist
    }

    /// Judges a line as it was handed over, whatever is in it: a public key without options is expected.
    /// - Parameter until: when the key ends, in seconds since 1970-01-01 00:00 UTC; nil if it does not.
    public func findings(forLine line: String, until: Int64? = nil) -> [KeyFinding] {
        let bytes = Array(line.utf8)
        let parsed: KeyLine
        do throws(KeyError) {
            parsed = try KeyLine(parsing: bytes)
        } catch {
            return [Self.finding(error)]
        }
        var findings = findings(for: parsed.key, comment: parsed.comment, until: until)
        if bytes.contains(UInt8(ascii: "\r")) {
            findings.append(
                KeyFinding(
                    .comment, .warn, "the line ends in a carriage return: it was written on Windows",
                    source: "sshd(8), AUTHORIZED_KEYS FILE FORMAT"))
        }
        return findings
    }

    /// Judges a key by itself; a key that somebody else has as well is found by ``sharedKeys(_:)``.
    public func findings(for key: PublicKey, comment: RawText = "", until: Int64? = nil) -> [KeyFinding] {
        typeFindings(key, comment) + compromiseFindings(key) + expiryFindings(until) + Self.commentFindings(comment)
    }

    private func typeFindings(_ key: PublicKey, _ comment: RawText) -> [KeyFinding] {
        let mozilla = "Mozilla OpenSSH guidelines: ed25519 or RSA for new keys"
        switch key.material {
        case .ed25519, .securityKeyEd25519: return []
        case .dsa:
            return [
                KeyFinding(
                    .dsa, .fail, "no sshd takes DSA keys any more",
                    source: "FIPS 186-5; OpenSSH 7.0 and 10.0 release notes"
                )
            ]
        case .rsa(let exponent, let modulus): return RSAHygiene.findings(exponent: exponent, modulus: modulus)
        case .ecdsa(.nistp521, _):
            let isPuTTY = Self.isPuTTYName(comment)
            let reason =
                isPuTTY
                ? "a P-521 key with a name that PuTTYgen gives: PuTTY 0.68 to 0.80 gave it away in some 60 logins"
                : "a P-521 key: if PuTTY 0.68 to 0.80 ever used it, its private half is known"
            return [KeyFinding(.p521, isPuTTY ? .fail : .warn, reason, source: "CVE-2024-31497")]
        case .ecdsa(let curve, _):
            return [KeyFinding(.nistCurve, .warn, "a key on the curve \(curve.rawValue)", source: mozilla)]
        case .securityKeyECDSA:
            return [KeyFinding(.nistCurve, .warn, "a security key on the curve nistp256", source: mozilla)]
        }
    }

    /// `ecdsa-key-20240415`
    private static func isPuTTYName(_ comment: RawText) -> Bool {
        let mark = Array("ecdsa-key-".utf8)
        let date = comment.bytes.dropFirst(mark.count)
        return comment.bytes.starts(with: mark) && date.count == 8 && date.allSatisfy(OptionRule.isDigit)
    }

    private func compromiseFindings(_ key: PublicKey) -> [KeyFinding] {
        let source = "CVE-2008-0166; badkeys.info blocklist"
        switch blocklist?.answer(for: key) {
        case .listed:
            return [KeyFinding(.compromised, .fail, "the private half of this key is public", source: source)]
        case .notListed: return []
        case .unreadable:
            return [KeyFinding(.compromised, .unknown, "the list of compromised keys cannot be read", source: source)]
        case nil:
            // The broken generator, of 2006 to 2008, made no other types.
            guard key.type == .rsa || key.type == .dsa else { return [] }
            let reason = "whether it is one of Debian's weak keys is not known: no list of them is installed"
            return [KeyFinding(.compromised, .unknown, reason, source: source)]
        }
    }

    private func expiryFindings(_ until: Int64?) -> [KeyFinding] {
        guard let until else { return [] }
        let source = "sshd(8), expiry-time"
        if until <= now { return [KeyFinding(.expiry, .fail, "the key's time is over", source: source)] }
        let (left, isFar) = until.subtractingReportingOverflow(now)
        guard !isFar, left < Self.notice else { return [] }
        let days = (left + 86399) / 86400
        let reason = "the key's time is over in \(days) day\(days == 1 ? "" : "s")"
        return [KeyFinding(.expiry, .warn, reason, source: source)]
    }

    private static func commentFindings(_ comment: RawText) -> [KeyFinding] {
        guard comment.hidesSomething else { return [] }
        let reason = "the comment has characters in it that do not show: \(comment.escaped(limit: 80))"
        return [KeyFinding(.comment, .warn, reason, source: "Unicode Technical Report 36")]
    }

    private static func finding(_ error: KeyError) -> KeyFinding {
        switch error {
        case .privateKey:
            KeyFinding(.privateKey, .fail, error.message, source: "ssh-keygen(1), FILES")
        case .certificate:
            KeyFinding(.certificate, .fail, error.message, source: "sshd(8), cert-authority")
        case .malformed(.modulusTooShort):
            KeyFinding(.rsaSize, .fail, error.message, source: "NIST SP 800-131A rev. 2; OpenSSH 7.6 release notes")
        case .notAKey, .notOneLine, .unknownType, .badBase64, .malformed:
            KeyFinding(.malformed, .fail, error.message, source: "RFC 4253 section 6.6; sshd(8)")
        }
    }
}
