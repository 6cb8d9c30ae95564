import NIOCore
import Remote

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where the output of several hosts goes: to our own, line by line, or to files, a pair for each host.
struct HostOutput: Sendable {
    enum Form: Sendable {
        case lines
        case events
        /// A folder.
        case files(String)
    }

    private let form: Form
    private let thread = DescriptorWriter.thread()
    private let output: DescriptorWriter
    private let errors: DescriptorWriter
    private let isTerminal = isatty(STDOUT_FILENO) == 1

    init(_ form: Form) throws(CommandFailure) {
        self.form = form
        output = DescriptorWriter(STDOUT_FILENO, on: thread) { LostOutput.note($0) }
        errors = DescriptorWriter(STDERR_FILENO, on: DescriptorWriter.thread())
        guard case .files(let folder) = form, mkdir(folder, 0o700) != 0 else { return }
        var about = stat()
        if errno == EEXIST, stat(folder, &about) == 0 {
            if about.st_mode & S_IFMT == S_IFDIR { return }
            errno = ENOTDIR
        }
        throw .usage("cannot make \(folder): \(Self.reason)", hint: "--output-dir FOLDER, in a folder that is there")
    }

    /// An event, where stdout is made of those. It goes the way that the hosts' lines go, so that none is cut in two.
    func event(_ event: JSONValue) {
        guard case .events = form else { return }
        output.take(ByteBuffer(string: event.line + "\n")) { _ in }
    }

    /// Waits until everything is written.
    func drain() async {
        for writer in [output, errors] {
            await withCheckedContinuation { continuation in writer.finish { continuation.resume() } }
        }
    }

    struct Sinks {
        let output: any ByteSink
        let errors: any ByteSink
        /// To be called when the host is done with.
        let close: @Sendable () -> Void
    }

    func sinks(for host: String) throws(CommandFailure) -> Sinks {
        switch form {
        case .lines:
            Sinks(
                output: LineSink(to: output, render: HostLines.text(host, isTerminal: isTerminal)),
                errors: LineSink(to: errors, render: HostLines.text(host, isTerminal: isatty(STDERR_FILENO) == 1)),
                close: {})
        case .events:
            Sinks(
                output: LineSink(to: output, render: HostLines.json(host, .stdout)),
                errors: LineSink(to: output, render: HostLines.json(host, .stderr)), close: {})
        case .files(let folder): try files(for: host, in: folder)
        }
    }

    private func files(for host: String, in folder: String) throws(CommandFailure) -> Sinks {
        // Names of hosts have no slash, whoever wrote them.
        let name = host.replacing("/", with: "_")
        let (outPath, errPath) = ("\(folder)/\(name).out", "\(folder)/\(name).err")
        let (out, err) = (try file(outPath), try file(errPath))
        return Sinks(
            output: DescriptorWriter(out, on: thread) { LostOutput.note($0, at: outPath) },
            errors: DescriptorWriter(err, on: thread) { LostOutput.note($0, at: errPath) },
            close: {
                Self.close(out)
                Self.close(err)
            })
    }

    private func file(_ path: String) throws(CommandFailure) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .usage("cannot write \(path): \(Self.reason)", hint: nil) }
        return descriptor
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private static func close(_ descriptor: Int32) {
        #if canImport(Darwin)
            _ = Darwin.close(descriptor)
        #else
            _ = Glibc.close(descriptor)
        #endif
    }
}
