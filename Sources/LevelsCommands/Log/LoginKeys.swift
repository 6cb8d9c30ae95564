import SSH

extension Sequence<PublicKeyBlob> {
    /// Each once, as ssh-keygen and sshd's log write them.
    var fingerprints: [String] {
        var seen: Set<PublicKeyBlob> = []
        return filter { seen.insert($0).inserted }.map(\.fingerprint)
    }
}
