#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

struct SpawnFailure: Error {
    let reason: String
}

/// A program whose standard output is read by us; started without a shell, in our environment.
struct SpawnedProgram {
    /// To be read until its end, before `wait`.
    let output: Int32
    private let process: pid_t

    /// - Parameters:
    ///   - program: a path; one without a slash is looked up in `PATH`.
    ///   - input: what becomes the standard input; without it there is nothing to read. Stays open here.
    init(_ program: String, arguments: [String], input: Int32? = nil) throws(SpawnFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SpawnFailure(reason: String(cString: strerror(errno))) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
            close(ends[1])
        }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        // What we ignore or hold back is not the child's business.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        InheritedDescriptors.keepOthersOut()
        let failure = posix_spawnp(&child, program, &actions, &attributes, &words, environ)
        guard failure == 0 else {
            close(ends[0])
            throw SpawnFailure(reason: String(cString: strerror(failure)))
        }
        output = ends[0]
        process = child
    }

    func terminate() {
        kill(process, SIGTERM)
    }

    /// Waits for the end. The exit status, or 128 and the number of the signal. Closes `output`.
    func wait() -> Int32 {
        close(output)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            if errno != EINTR { return -1 }
        }
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f)
    }
}
