internal import Files

/// One OpenSSH known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), as far as we use it.
///
/// A line that cannot be read is left out and noted, as ssh does: one broken line must not make all hosts unknown.
public struct KnownHosts: Sendable {
    public struct Entry: Sendable {
        public enum Marker: Sendable { case revoked, certificateAuthority }

        public let marker: Marker?
        let names: HostNamePattern
        public let key: PublicKeyBlob
        /// Counted from 1.
        public let line: Int

        /// `name` in the form that `lookupName(host:port:)` gives.
        public func matches(_ name: String) -> Bool { names.matches(name) }
    }

    public struct Note: Hashable, Sendable {
        public let line: Int
        public let reason: String
    }

    public let path: String
    public let entries: [Entry]
    /// What was left out, and why; the first few only.
    public let notes: [Note]

    /// The longest line that is read, in bytes: more than any key there is, with many names.
    public static let lineLimit = 32 * 1024
    /// The largest file that is read, in bytes.
    public static let fileLimit = 16 * 1024 * 1024
    static let notesKept = 32

    /// The name under which a host stands in a known_hosts file: alone on port 22, `[host]:port` on another; lower
    /// case.
    public static func lookupName(host: String, port: Int) -> String {
        let host = host.lowercased()
        return port == 22 ? host : "[\(host)]:\(port)"
    }

    public init(path: String, contents: [UInt8]) {
        var entries: [Entry] = []
        var notes: [Note] = []
        let lines = contents.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            do throws(WireError) {
                if let entry = try Self.entry(line, number: index + 1) { entries.append(entry) }
            } catch {
                if notes.count < Self.notesKept { notes.append(Note(line: index + 1, reason: error.message)) }
            }
        }
        self.path = path
        self.entries = entries
        self.notes = notes
    }

    /// Reads a file; one that is not there holds no hosts.
    public static func load(path: String) throws(HostKeyError) -> KnownHosts {
        do throws(BoundedFile.Failure) {
            return KnownHosts(path: path, contents: try BoundedFile.read(path, limit: fileLimit).bytes)
        } catch {
            switch error {
            case .missing: return KnownHosts(path: path, contents: [])
            case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
            case .link, .notRegular: throw .unreadable(path: path, reason: "not a regular file")
            case .tooLarge(let limit): throw .unreadable(path: path, reason: "larger than \(limit) bytes")
            }
        }
    }

    private static func entry(_ line: ArraySlice<UInt8>, number: Int) throws(WireError) -> Entry? {
        guard line.count <= lineLimit else { throw .tooLong(length: line.count, limit: lineLimit) }
        var words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }[...]
        guard let first = words.first, first.first != UInt8(ascii: "#") else { return nil }
        var marker: Entry.Marker?
        if first.first == UInt8(ascii: "@") {
            switch String(decoding: first, as: UTF8.self) {
            case "@revoked": marker = .revoked
            case "@cert-authority": marker = .certificateAuthority
            default: throw .malformed("a marker that is neither @revoked nor @cert-authority")
            }
            words = words.dropFirst()
        }
        guard words.count >= 3 else { throw .malformed("a line without names, type and key") }
        let fields = Array(words.prefix(3))
        let names = try HostNamePattern(fields[0])
        guard let bytes = Base64.decode(fields[2]) else { throw .malformed("a key that is not base64") }
        let key = try PublicKeyBlob(bytes)
        guard key.type.utf8.elementsEqual(fields[1]) else {
            throw .malformed("a key that is called one type and is another")
        }
        return Entry(marker: marker, names: names, key: key, line: number)
    }
}
