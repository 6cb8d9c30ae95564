import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that holds a secret for as long as a client runs, and is gone whatever ends it.
///
/// On Linux the file loses its name before the secret is written into it: the client inherits a descriptor and opens
/// `/dev/fd/N`. There is nothing for others to find, and nothing to remove after a SIGKILL. A pipe was rejected, because
/// it can be read once only, and libpq opens its password file again for every connection. Elsewhere `/dev/fd` gives the
/// same position in the file to everybody, so there it is a file of mode 600 in a folder of mode 700, removed when the
/// scope ends, which the signals that end us make it do as well.
struct SecretFile: Sendable {
    enum Place: Sendable, Hashable {
        case nameless(in: String)
        case named(in: String)
    }

    /// What the client opens.
    let path: String
    /// The descriptor that the client must inherit under its own number.
    let inherited: Int32?

    /// Where secrets are best put with this environment: in memory first, on a disk last.
    static func places(_ environment: [String: String]) -> [Place] {
        let folders = [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"], "/tmp"]
            .compactMap { $0 }.filter { $0.hasPrefix("/") }
        #if os(Linux)
            let nameless = access("/dev/fd", X_OK) == 0 ? (["/dev/shm"] + folders).map(Place.nameless) : []
            return nameless + folders.map(Place.named)
        #else
            return folders.map(Place.named)
        #endif
    }

    /// Calls `body` with a file that holds `secret`, in the first of `places` that takes it.
    static func with<Value>(
        _ secret: Secret, places: [Place], _ body: (SecretFile) async throws -> Value
    ) async throws -> Value {
        var reason = "no folder for it"
        for place in places {
            do {
                switch place {
                case .nameless(let parent):
                    let descriptor = try nameless(secret, in: parent)
                    defer { close(descriptor) }
                    return try await body(SecretFile(path: "/dev/fd/\(descriptor)", inherited: descriptor))
                case .named(let parent):
                    let folder = try privateFolder(in: parent)
                    defer { rmdir(folder) }
                    let path = folder + "/secret"
                    defer { unlink(path) }
                    let descriptor = try create(path)
                    defer { close(descriptor) }
                    try fill(descriptor, secret)
                    return try await body(SecretFile(path: path, inherited: nil))
                }
            } catch let error as Unplaced {
                reason = String(cString: strerror(error.code))
            }
        }
        throw ClientFailure.noSecretFile(reason: reason)
    }

    /// A place that cannot be used.
    private struct Unplaced: Error {
        let code: Int32
    }

    private static func nameless(_ secret: Secret, in parent: String) throws(Unplaced) -> Int32 {
        let folder = try privateFolder(in: parent)
        defer { rmdir(folder) }
        let path = folder + "/secret"
        let descriptor = try create(path)
        guard unlink(path) == 0 else {
            let code = errno
            close(descriptor)
            throw Unplaced(code: code)
        }
        do {
            try fill(descriptor, secret)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func privateFolder(in parent: String) throws(Unplaced) -> String {
        var template = Array((parent + "/levels-ssh.XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw Unplaced(code: errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func create(_ path: String) throws(Unplaced) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Unplaced(code: errno) }
        return descriptor
    }

    private static func fill(_ descriptor: Int32, _ secret: Secret) throws(Unplaced) {
        let written = secret.revealed.withUnsafeBytes { Descriptor.writeAll(descriptor, $0) }
        guard written else { throw Unplaced(code: errno) }
    }
}
