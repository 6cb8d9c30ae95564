import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A process that sees us die, whatever we die of: it ends the script's process group then, and takes the session's folders
/// away. It waits for the end of a pipe, does nothing else, and goes with us.
struct SessionGuard: Sendable {
    private let process: pid_t
    private let speaking: Int32

    /// Seconds that the script has to end.
    private static let grace = 5

    /// The first line that is read names the group; `done` says that there is nothing to do any more.
    private static let script = """
        trap '' HUP INT QUIT TERM TSTP TTIN TTOU PIPE
        group=
        while read -r word; do
            case $word in
            done) exit 0 ;;
            *) group=$word ;;
            esac
        done
        rm -rf -- "$@"
        if [ -n "$group" ]; then
            kill -s TERM -- "-$group" && kill -s CONT -- "-$group"
            left=\(grace)
            while [ "$left" -gt 0 ] && kill -s 0 -- "-$group"; do sleep 1; left=$((left - 1)); done
            kill -s KILL -- "-$group"
        fi
        """

    /// Nil where it cannot be started, and the session has to do without.
    init?(folders: [String]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        do throws(DetachedProcess.Failure) {
            process = try DetachedProcess.start(
                ["/bin/sh", "-c", Self.script, "levels-ssh-session"] + folders,
                environment: ["PATH": "/usr/bin:/bin"], input: ends[0])
        } catch {
            close(ends[1])
            return nil
        }
        speaking = ends[1]
    }

    func watch(_ group: pid_t) { tell("\(group)") }

    /// Waits for it, so that nothing of ours is left.
    func end() {
        tell("done")
        close(speaking)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    private func tell(_ word: String) {
        let bytes = Array((word + "\n").utf8)
        _ = bytes.withUnsafeBytes { Descriptor.writeAll(speaking, $0) }
    }
}
