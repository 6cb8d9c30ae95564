import AuthorizedKeys
import Files
import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Public keys that are handed over in files, or on stdin.
enum KeySource {
    private static let limit = 1 << 17

    /// - Parameter names: files; `-` is stdin.
    static func keys(_ names: [String]) throws(CommandFailure) -> [KeyLine] {
        var keys: [KeyLine] = []
        for name in names {
            let bytes = name == "-" ? try standardInput() : try file(name)
            do throws(Arrival.Mistake) {
                for key in try Arrival.keys(in: bytes, from: name == "-" ? "stdin" : name)
                where !keys.contains(where: { $0.key == key.key }) { keys.append(key) }
            } catch {
                throw CommandFailure(error)
            }
        }
        return keys
    }

    private static func file(_ name: String) throws(CommandFailure) -> [UInt8] {
        do throws(BoundedFile.Failure) { return try BoundedFile.read(name, limit: limit).bytes } catch {
            let reason =
                switch error {
                case .missing: "there is no such file"
                case .link: "it is a link"
                case .unreadable(let reason): reason
                case .notRegular: "it is no file"
                case .tooLarge: "it is too large for a public key"
                }
            throw .roster("\(name) cannot be read: \(reason)", hint: "--key FILE, a .pub file, or - for stdin")
        }
    }

    private static func standardInput() throws(CommandFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= limit {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw .roster("stdin cannot be read: \(String(cString: strerror(errno)))", hint: nil)
            }
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
        }
        throw .roster("stdin: it is too large for a public key", hint: "--key FILE, a .pub file, or - for stdin")
    }
}
