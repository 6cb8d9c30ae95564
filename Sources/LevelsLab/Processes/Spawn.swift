#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Starts a process that may outlive us: a session of its own, no descriptors of ours but those named, no blocked or
/// ignored signals inherited.
///
/// swift-subprocess ends its child with the task that runs it, which is right for a command and wrong for a server.
enum Spawn {
    static func server(_ argv: [String], environment: [String: String], log: String) throws(LabFailure)
        -> ProcessIdentity
    {
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard null >= 0 else { throw SystemError.last("opening /dev/null") }
        defer { close(null) }
        let file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError.last("opening \(log)") }
        defer { close(file) }
        return try start(argv, environment: environment, descriptors: [null, file, file])
    }

    /// - Parameter descriptors: what the process gets as 0, 1, 2. They have to be close-on-exec, and above 2.
    static func start(_ argv: [String], environment: [String: String], descriptors: [Int32]) throws(LabFailure)
        -> ProcessIdentity
    {
        guard let program = argv.first else { throw .notPossible("nothing to start", hint: "name a program") }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
            let newSession = POSIX_SPAWN_SETSID | POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
            // <spawn.h> of glibc has it, behind a feature macro that the module map does not set.
            let newSession: Int32 = 0x80
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }

        for (number, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        #if !canImport(Darwin)
            closeOthers(&actions, from: Int32(descriptors.count))
        #endif
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(newSession)
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

        var pid: pid_t = 0
        let strings = environment.map { "\($0.key)=\($0.value)" }
        let code = withCStrings(argv) { argv in
            withCStrings(strings) { strings in posix_spawn(&pid, program, &actions, &attributes, argv, strings) }
        }
        guard code == 0 else { throw .system("starting \(program)", errno: code) }
        // A child that has ended already is still there, until it is waited for.
        guard let identity = ProcessTable.identity(of: pid) else {
            throw .notPossible("process \(pid) cannot be seen", hint: "mount /proc")
        }
        return identity
    }

    #if !canImport(Darwin)
        private typealias CloseFrom =
            @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt

        /// A socket of SwiftNIO's is not close-on-exec: a server that inherited it would keep a port, or a connection, that
        /// we have closed. glibc has had this since 2.34, behind a feature macro: found by its name.
        private static func closeOthers(_ actions: inout posix_spawn_file_actions_t, from first: Int32) {
            guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
            _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, first)
        }
    #endif

    /// Replaces us by another program, terminal and all. Returns only to fail.
    static func become(_ argv: [String], environment: [String: String]) throws(LabFailure) -> Never {
        guard let name = argv.first else { throw .notPossible("nothing to run", hint: "name a command after --") }
        let program = try Programs.find(name, install: "install it, or name it by its path")
        let strings = environment.map { "\($0.key)=\($0.value)" }
        // A thread of Dispatch's has all signals blocked, and a program inherits that: Ctrl-C would not end it.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        _ = withCStrings(argv) { argv in withCStrings(strings) { strings in execve(program, argv, strings) } }
        throw SystemError.last("running \(Escaped.line(name))")
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
