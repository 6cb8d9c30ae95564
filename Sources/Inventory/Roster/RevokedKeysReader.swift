internal import AuthorizedKeys

/// Reads `keys/revoked_keys`: the plain form of what sshd's `RevokedKeys` takes (ssh-keygen(1), KEY REVOCATION LISTS, and
/// sshd_config(5)), a public key a line, blank lines, and comments.
///
/// Stricter than need be, and with reason: sshd refuses *every* key when it meets a line here that it cannot read, a blank
/// one that ends in CR included.
struct RevokedKeysReader {
    private(set) var keys: [RevokedKey] = []
    private(set) var findings: FindingList

    init(_ bytes: [UInt8], file: String) {
        findings = FindingList(file: file)
        var seen: [PublicKey: Int] = [:]
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let number = index + 1
            let blanks = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
            let rest = line.dropFirst(blanks)
            let place = Place(position: Position(line: number, column: blanks + 1), path: "")
            guard !rest.contains(0x0D), !rest.contains(0) else {
                findings.add(place, rule: "has a CR or a NUL: sshd would refuse every key; end lines with LF alone")
                continue
            }
            guard let first = rest.first, first != UInt8(ascii: "#") else { continue }
            // A line with anything else than ASCII in its comment is sshd's to skip; what it must read comes before.
            let text = String(decoding: rest, as: UTF8.self)
            do throws(BrokenRule) {
                let line = try RosterKey.read(text)
                guard line.key.type != .dsa else {
                    throw BrokenRule("no current sshd knows DSA keys, and one that does not would refuse every key")
                }
                if let earlier = seen[line.key] { throw BrokenRule("this key is in line \(earlier) already") }
                seen[line.key] = number
                keys.append(RevokedKey(key: line.key, comment: line.comment, line: number))
            } catch {
                findings.add(place, value: RosterKey.shown(text), rule: error.rule, suggestion: error.suggestion)
            }
        }
    }
}
