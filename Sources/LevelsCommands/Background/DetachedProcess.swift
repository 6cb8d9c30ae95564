import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Starts a program that outlives us and our terminal: a session of its own (setsid(2)), and nothing of ours but what it is
/// given to read from or to answer on.
enum DetachedProcess {
    struct Failure: Error { let reason: String }

    /// - Parameters:
    ///   - input: what it gets as its standard input; nil for nothing.
    ///   - output: the same for its standard output.
    @discardableResult
    static func start(
        _ words: [String], environment: [String: String], input: Int32? = nil, output: Int32? = nil
    ) throws(Failure) -> pid_t {
        InheritedDescriptors.keepOthersOut()
        var process: pid_t = 0
        let variables = environment.map { $0.key + "=" + $0.value }
        let code = SpawnSetup.with { attributes, actions in
            var all = sigset_t()
            sigfillset(&all)
            var none = sigset_t()
            sigemptyset(&none)
            posix_spawnattr_setsigdefault(&attributes, &all)
            posix_spawnattr_setsigmask(&attributes, &none)
            let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | SpawnSetup.newSession
            posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
            if let input {
                posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
            } else {
                posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            }
            if let output {
                posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
            } else {
                posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
            }
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
            return CStrings.with(words) { argv in
                CStrings.with(variables) { envp in posix_spawn(&process, words[0], &actions, &attributes, argv, envp) }
            }
        }
        guard code == 0 else { throw Failure(reason: String(cString: strerror(code))) }
        return process
    }
}
