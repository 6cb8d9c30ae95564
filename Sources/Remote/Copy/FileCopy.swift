import Files
import NIOCore
public import Reach
import SSH
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Copies one file to or from a host: put together beside its place, gone on with where an earlier try has ended, compared
/// by SHA-256, and then moved to its place in one step.
public struct FileCopy: Sendable {
    private let reached: Reached
    private let onProgress: @Sendable (_ done: Int, _ of: Int) -> Void

    /// How long a host may take to answer about a file; it reads all of it for the hash.
    private static let patience = Duration.seconds(600)
    private static let started = Duration.seconds(30)

    /// - Parameter onProgress: bytes that are there, and that there will be; called from anywhere.
    public init(at reached: Reached, onProgress: @escaping @Sendable (Int, Int) -> Void) {
        self.reached = reached
        self.onProgress = onProgress
    }

    /// - Returns: its SHA-256.
    public func upload(_ path: String, to destination: String) async throws -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw local("cannot read \(path)") }
        defer { close(file) }
        var about = stat()
        guard fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
            throw CopyFailure(
                .local, "\(path) is no file", hint: "folders go as archives: tar -c FOLDER | levels-ssh exec")
        }
        guard let hash = FileDigest.sha256(of: file) else { throw local("cannot read \(path)") }
        let size = Int(about.st_size)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let there = try await ask(CopyScript.askUpload(destination, name, hash), "look for \(destination)")
        guard let offset = Int(there.filter(\.isNumber)), offset >= 0 else { throw nonsense }
        guard lseek(file, off_t(min(offset, size)), SEEK_SET) >= 0 else { throw local("cannot read \(path)") }
        let done = Mutex(min(offset, size))
        let said = Said()
        let mode = String(about.st_mode & 0o777, radix: 8)
        let program = try await reached.start(
            ProgramRequest(.command(CopyScript.upload(destination, name, hash, mode: mode, size: size))),
            output: NullSink(), errors: said)
        program.read(file) { bytes in
            onProgress(
                done.withLock { done in
                    done += bytes.readableBytes
                    return done
                }, size)
            return bytes
        }
        switch await program.ended() {
        case .exited(0): return hash
        case .exited(74):
            throw CopyFailure(
                .remote,
                "what arrived is not what was sent: the file has changed meanwhile, or what was there was another",
                hint: "try again, from its beginning", isWorthAnotherTry: true)
        case .exited(75): throw CopyFailure(.remote, "it was cut off", hint: "try again", isWorthAnotherTry: true)
        case .lost(let error): throw reached.lost(error)
        default: throw CopyFailure(.remote, "cannot write \(destination)\(said.words)")
        }
    }

    /// - Returns: its SHA-256.
    public func download(_ path: String, to destination: String) async throws -> String {
        let answer = try await ask(CopyScript.askDownload(path), "read \(path)")
        let parts = answer.split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let size = Int(parts[0]), size >= 0, parts[1].count == 64,
            parts[1].allSatisfy(\.isHexDigit)
        else { throw nonsense }
        let hash = String(parts[1])
        let place = LocalPlace(destination, named: path, hash)
        let file = open(place.part, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw local("cannot write \(place.part)") }
        defer { close(file) }
        var about = stat()
        // Whoever else owned it could change it after it was compared.
        guard fstat(file, &about) == 0, about.st_uid == geteuid() else {
            throw CopyFailure(.local, "\(place.part) is not ours", hint: "rm -f \(place.part), if you may")
        }
        let offset = Int(lseek(file, 0, SEEK_END))
        if offset < size { try await fetch(path, from: offset, of: size, into: file) }
        guard lseek(file, 0, SEEK_SET) == 0, FileDigest.sha256(of: file) == hash else {
            // A part that is not yet whole is gone on with; one that is whole and wrong never is.
            if Int(lseek(file, 0, SEEK_END)) >= size { unlink(place.part) }
            throw CopyFailure(
                .remote, "what arrived is not what was asked for: it was cut off, or has changed meanwhile",
                hint: "try again", isWorthAnotherTry: true)
        }
        let mask = umask(0o077)
        umask(mask)
        guard fchmod(file, 0o666 & ~mask) == 0, fsync(file) == 0, rename(place.part, place.whole) == 0 else {
            throw local("cannot write \(place.whole)")
        }
        return hash
    }

    private func fetch(_ path: String, from offset: Int, of size: Int, into file: Int32) async throws {
        let said = Said()
        let sink = CountingSink(DescriptorWriter(file, on: DescriptorWriter.thread())) { count in
            onProgress(offset + count, size)
        }
        let program = try await reached.start(
            ProgramRequest(.command(CopyScript.download(path, from: offset))), output: sink, errors: said)
        program.finishWriting()
        switch await program.ended() {
        case .exited(0): return
        case .lost(let error): throw reached.lost(error)
        case .unheard: throw local("cannot write what arrives")
        default: throw CopyFailure(.remote, "cannot read \(path)\(said.words)")
        }
    }

    private func ask(_ command: [UInt8], _ what: String) async throws -> String {
        let result: CommandOutput
        do throws(SSHError) {
            result = try await reached.session.run(
                String(decoding: command, as: UTF8.self), limit: 64 << 10, within: Self.patience)
        } catch {
            throw reached.lost(error)
        }
        guard result.exit == .status(0) else {
            let said = String(decoding: result.errorOutput.prefix(300), as: UTF8.self)
            throw CopyFailure(.remote, "cannot \(what): \(oneLine(said))")
        }
        return String(decoding: result.output.prefix(200), as: UTF8.self)
    }

    private func local(_ message: String) -> CopyFailure {
        CopyFailure(.local, "\(message): \(String(cString: strerror(errno)))")
    }

    private var nonsense: CopyFailure { CopyFailure(.remote, "the host's answer makes no sense") }
}

/// What a program says of a failure, fit to stand in a sentence.
private func oneLine(_ text: String) -> String {
    escapedForTerminal(text.split(whereSeparator: \.isNewline).joined(separator: "; "), limit: 300)
}

/// Where a file that is fetched goes.
private struct LocalPlace {
    let whole: String
    let part: String

    init(_ destination: String, named path: String, _ hash: String) {
        var about = stat()
        let isFolder = stat(destination, &about) == 0 && about.st_mode & S_IFMT == S_IFDIR
        let name = path.split(separator: "/").last.map(String.init) ?? "file"
        let whole = isFolder ? (destination.hasSuffix("/") ? destination : destination + "/") + name : destination
        let slash = whole.lastIndex(of: "/")
        let folder = slash.map { String(whole[...$0]) } ?? ""
        let base = slash.map { String(whole[whole.index(after: $0)...]) } ?? whole
        self.whole = whole
        part = "\(folder).\(base).\(hash.prefix(16)).part"
    }
}

/// The first words of what a host says on standard error.
private final class Said: ByteSink {
    private let text = Mutex<[UInt8]>([])

    func take(_ bytes: ByteBuffer, done: @escaping @Sendable (Bool) -> Void) {
        text.withLock { $0 += bytes.readableBytesView.prefix(max(0, 300 - $0.count)) }
        done(true)
    }

    func finish(done: @escaping @Sendable () -> Void) { done() }

    var words: String {
        let text = text.withLock { String(decoding: $0, as: UTF8.self) }
        return text.isEmpty ? "" : ": " + oneLine(text)
    }
}

/// Counts what passes.
private final class CountingSink: ByteSink {
    private let target: any ByteSink
    private let note: @Sendable (Int) -> Void
    private let count = Mutex(0)

    init(_ target: any ByteSink, note: @escaping @Sendable (Int) -> Void) {
        self.target = target
        self.note = note
    }

    func take(_ bytes: ByteBuffer, done: @escaping @Sendable (Bool) -> Void) {
        let size = bytes.readableBytes
        target.take(bytes) { [self] isPassed in
            note(
                count.withLock { count in
                    count += size
                    return count
                })
            done(isPassed)
        }
    }

    func finish(done: @escaping @Sendable () -> Void) { target.finish(done: done) }
}
