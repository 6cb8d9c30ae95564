public import AuthorizedKeys

extension Roster {
    /// `keys/revoked_keys` with these keys in it as well: what is there stays byte for byte, and a key that is there already
    /// is not written twice.
    ///
    /// - Parameter note: goes behind each key that is added, such as whose it was; characters other than printable ASCII
    ///   are left out.
    public func revokedFile(adding keys: [PublicKey], note: String) -> [UInt8] {
        var bytes = revokedFile
        if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        let note = note.utf8.filter { (0x20...0x7E).contains($0) }
        var known = Set(revoked.map(\.key))
        for key in keys where known.insert(key).inserted {
            bytes += Array(key.text.utf8) + (note.isEmpty ? [] : [0x20] + note) + [UInt8(ascii: "\n")]
        }
        return bytes
    }
}
