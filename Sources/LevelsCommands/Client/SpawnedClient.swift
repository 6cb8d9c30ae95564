import Dispatch
import SSH
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Starts a client with posix_spawn(3), and waits for it.
///
/// swift-subprocess, which runs our password commands, was rejected here: it closes every descriptor but three in the
/// child, and the secret is behind a fourth, as are files that the user's shell opened for the client.
struct SpawnedClient: Sendable {
    let program: String
    let arguments: [String]
    let environment: [String: String]
    /// A descriptor that it gets under its own number.
    var inherited: Int32?
    let signalMask: SignalSet
    var group = Group.ours
    /// What it has as its standard input, output and errors.
    var streams = [Stream.ours, .ours, .ours]

    /// The process group that it is in.
    enum Group: Sendable, Hashable {
        case ours
        case own
        /// One of its own, in a session of its own, whose terminal is the one at this path.
        case terminal(String)
    }

    enum Stream: Sendable, Hashable {
        case ours
        case descriptor(Int32)
        /// The one of its ``Group``.
        case terminal
    }

    func start() throws(ClientFailure) -> Running {
        InheritedDescriptors.keepOthersOut()
        var process: pid_t = 0
        let words = [program] + arguments
        let variables = environment.map { $0.key + "=" + $0.value }
        let code = SpawnSetup.with { attributes, actions in
            // SIGPIPE is ignored by us alone; the mask is what we were started with.
            var defaults = SignalSet([SIGPIPE]).raw
            var mask = signalMask.raw
            posix_spawnattr_setsigdefault(&attributes, &defaults)
            posix_spawnattr_setsigmask(&attributes, &mask)
            let grouping =
                switch group {
                case .ours: Int32(0)
                // With the attribute's own 0, the group is named by the process (posix_spawnattr_setpgroup(3)).
                case .own: Int32(POSIX_SPAWN_SETPGROUP)
                case .terminal: SpawnSetup.newSession
                }
            let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | grouping
            posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
            for (number, stream) in zip(Int32(0)..., streams) {
                switch (stream, group) {
                case (.ours, _): break
                case (.descriptor(let descriptor), _):
                    posix_spawn_file_actions_adddup2(&actions, descriptor, number)
                // Who begins a session and opens a terminal has it as its controlling one (tty_ioctl(4)).
                case (.terminal, .terminal(let path)):
                    posix_spawn_file_actions_addopen(&actions, number, path, O_RDWR, 0)
                case (.terminal, _): break
                }
            }
            // Onto its own number, which takes close-on-exec away (posix_spawn_file_actions_adddup2(3)).
            if let inherited { posix_spawn_file_actions_adddup2(&actions, inherited, inherited) }
            return CStrings.with(words) { argv in
                CStrings.with(variables) { envp in posix_spawnp(&process, program, &actions, &attributes, argv, envp) }
            }
        }
        switch code {
        case 0: return Running(process)
        case ENOENT, ENOTDIR: throw .notFound(program)
        default: throw .notExecutable(program, reason: String(cString: strerror(code)))
        }
    }
}

extension SpawnedClient {
    /// A client that was started. Its process id stays valid until it is reaped, and nobody is told after that.
    final class Running: Sendable {
        private let process: Mutex<pid_t?>
        let id: pid_t

        fileprivate init(_ id: pid_t) {
            self.id = id
            process = Mutex(id)
        }

        func tell(_ numbers: [Int32]) {
            process.withLock { process in
                guard let process else { return }
                for number in numbers { kill(process, number) }
            }
        }

        /// The same for all of its process group, where it has one of its own. What its first process has left behind is
        /// still in it when that is reaped, so the number is nobody else's as long as there is anybody to tell.
        func tellGroup(_ numbers: [Int32]) {
            for number in numbers { kill(-id, number) }
        }

        var hasGroup: Bool { ProcessGroup(id: id).isAlive }

        /// Waits on a thread of Dispatch's, since waiting for a process blocks, and Swift's own threads must not.
        ///
        /// - Parameters:
        ///   - stopped: told of each signal that has stopped it; it will not end until somebody lets it go on.
        ///   - ending: called when it has ended, and before anybody else can have its process id.
        func ended(
            stopped: (@Sendable (Int32) -> Void)? = nil, ending: @escaping @Sendable () -> Void = {}
        ) async -> ClientOutcome {
            await withCheckedContinuation { continuation in
                DispatchQueue(label: "levels-ssh.client").async {
                    continuation.resume(returning: self.reap(stopped, ending))
                }
            }
        }

        private func reap(_ stopped: (@Sendable (Int32) -> Void)?, _ ending: () -> Void) -> ClientOutcome {
            let states = WEXITED | WNOWAIT | (stopped == nil ? 0 : WSTOPPED)
            while true {
                var facts = siginfo_t()
                // Seen, but not yet reaped, so that the id cannot be another process's while somebody is told.
                while waitid(P_PID, id_t(id), &facts, states) < 0, errno == EINTR {}
                guard facts.si_code == Int32(CLD_STOPPED) else { break }
                // Taken, or it would be told again.
                guard waitid(P_PID, id_t(id), &facts, WSTOPPED | WNOHANG) == 0, facts.si_code == Int32(CLD_STOPPED)
                else { continue }
                stopped?(Self.status(of: facts))
            }
            ending()
            return process.withLock { process in
                var status: Int32 = 0
                while waitpid(id, &status, 0) < 0, errno == EINTR {}
                process = nil
                // wait(2): the low seven bits are the signal, and above the low byte is the exit code.
                return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
            }
        }

        private static func status(of facts: siginfo_t) -> Int32 {
            #if canImport(Darwin)
                facts.si_status
            #else
                facts._sifields._sigchld.si_status
            #endif
        }
    }
}
