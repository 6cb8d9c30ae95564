import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A process that sees us die, whatever we die of: it ends the script's process group then, and takes the session's folders
/// away. It waits for the end of a pipe, does nothing else, and goes with us.
///
/// Between the script's start and the word of its group there is a moment in which we may die as well. The guard looks for
/// the script then, by the variable that names the session's folder, where there is a /proc; elsewhere it stays. To have the
/// script wait in a process of ours until its group is known was rejected: a shell loses variables that it has no names
/// for, and a second levels-ssh is a start that every session would wait for.
struct SessionGuard: Sendable {
    let process: pid_t
    let speaking: Int32

    /// Seconds that the script has to end.
    private static let grace = 5

    /// A line that is read says that the script is about to start, or names its group, or says that there is nothing to do
    /// any more. The end of the pipe comes when the script's own process has left it behind, just before its variables can
    /// be seen: hence the second look.
    ///
    /// A variable is one where it stands between two zero bytes; what holds a line feed holds a byte of 1 instead. In
    /// /proc the state and the group stand behind the program's name, which may hold anything, in parentheses (proc(5)).
    /// Our own group is not the script's, whoever is in it.
    private static let script = #"""
        trap '' HUP INT QUIT TERM TSTP TTIN TTOU PIPE
        ours=$1
        shift
        mark=$(printf %s "\#(SessionVariables.folder)=$1" | tr '\n' '\001')
        groups=
        looks=0
        while read -r word; do
            case $word in
            done) exit 0 ;;
            starting) looks=3 ;;
            *) groups=$word looks=0 ;;
            esac
        done
        rm -rf -- "$@"
        look() {
            for stat in /proc/[0-9]*/stat; do
                [ -O "${stat%/stat}" ] || continue
                tr '\000\n' '\n\001' < "${stat%stat}environ" | grep -qxF -e "$mark" || continue
                read -r line < "$stat" || continue
                set -- ${line##*') '}
                case " 0 1 $ours $groups " in *" $3 "*) ;; *) groups="$groups $3" ;; esac
            done
        }
        while [ "$looks" -gt 0 ]; do
            look
            [ -z "$groups" ] || break
            looks=$((looks - 1))
            sleep 1
        done
        tell() {
            code=1
            for group in $groups; do kill "-$1" "-$group" && code=0; done
            return "$code"
        }
        tell TERM
        tell CONT
        left=\#(grace)
        while [ "$left" -gt 0 ] && tell 0; do sleep 1; left=$((left - 1)); done
        tell KILL
        """#

    /// Nil where it cannot be started, and the session has to do without.
    ///
    /// - Parameter folders: the first is the one that the script's variable names.
    init?(folders: [String]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        do throws(DetachedProcess.Failure) {
            process = try DetachedProcess.start(
                ["/bin/sh", "-c", Self.script, "levels-ssh-session", "\(getpgrp())"] + folders,
                environment: ["PATH": "/usr/bin:/bin"], input: ends[0])
        } catch {
            close(ends[1])
            return nil
        }
        speaking = ends[1]
    }

    /// To be called before the script is started.
    func expectScript() { tell("starting") }

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
