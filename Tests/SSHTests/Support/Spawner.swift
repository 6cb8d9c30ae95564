import NIOPosix
import Synchronization

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A listening socket, and a process for each connection to it with the connection as its standard input, as inetd does.
///
/// There is no port to guess and nothing to wait for: whoever connects early is held by the kernel.
final class Spawner: Sendable {
    enum Style: Sendable {
        /// A process a connection.
        case perConnection
        /// One process, which is given the listener itself.
        case once
    }

    let port: Int
    private let listener: Int32
    private let wakeReader: Int32
    private let wakeWriter: Int32
    private let argv: [String]
    private let environment: [String: String]
    private let log: String
    private let started = Mutex<[ProcessIdentity]>([])
    private let pool = NIOThreadPool(numberOfThreads: 1)

    /// What was started so far.
    var processes: [ProcessIdentity] { started.withLock { $0 } }

    init(_ argv: [String], environment: [String: String] = [:], log: String, style: Style) throws {
        self.argv = argv
        self.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"].merging(environment) { $1 }
        self.log = log
        (listener, port) = try Self.listen()
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError.last("making a pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (wakeReader, wakeWriter) = (ends[0], ends[1])
        switch style {
        case .once: try start(on: listener, answers: false)
        case .perConnection:
            pool.start()
            pool.submit { [self] _ in accept() }
        }
    }

    /// Ends everything that was started.
    func stop() async throws {
        close(wakeWriter)
        try await pool.shutdownGracefully()
        for process in processes { try await ProcessTree.kill(process) }
        close(listener)
        close(wakeReader)
    }

    private static func listen() throws(LabFailure) -> (Int32, Int) {
        let socket = try Socket()
        try socket.bind(to: "127.0.0.1", port: 0)
        try socket.listen()
        let descriptor = socket.release()
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private func accept() {
        while true {
            var items = [
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&items, 2, -1) > 0 || errno == EINTR else { return }
            if items[1].revents != 0 { return }
            guard items[0].revents != 0 else { continue }
            #if canImport(Darwin)
                let connection = Darwin.accept(listener, nil, nil)
            #else
                let connection = Glibc.accept(listener, nil, nil)
            #endif
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            guard connection >= 0 else { continue }
            // What cannot be started is a connection that closes, which the test will notice.
            try? start(on: connection, answers: true)
            close(connection)
        }
    }

    private func start(on descriptor: Int32, answers: Bool) throws(LabFailure) {
        let file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(file) }
        let process = try Spawn.start(
            argv, environment: environment, descriptors: [descriptor, answers ? descriptor : file, file])
        started.withLock { $0.append(process) }
    }
}
