public import Reach
package import SSH

/// Ends, or nudges, a program at a host.
public struct RemoteSignal: Sendable {
    private let program: RemoteProgram
    private let reached: Reached

    public init(to program: RemoteProgram, at reached: Reached) {
        self.program = program
        self.reached = reached
    }

    /// libssh2 asks for signals from 1.11 on, and not every server passes them on. Where one of them does not, a script
    /// beside the program sends it.
    public func send(_ name: String) async {
        if reached.passesSignalsOn, program.signal(name) { return }
        // Whether it worked is seen by whether the program ends.
        _ = try? await reached.session.run(Self.script(name), limit: 4096, within: .seconds(5))
    }

    /// Sends a signal to the process groups of all that runs over this connection: sshd's own child, one for each
    /// connection, is the parent of each of them, and of the script's. In /proc the parent and the group stand behind the
    /// program's name, which may hold anything, in parentheses (proc(5), /proc/pid/stat).
    ///
    /// Where the connection has ended meanwhile the script has been handed to init, which is the parent of every service:
    /// unless its parent is a server for SSH, and not the first process, nobody is sent anything.
    ///
    /// - Parameter mark: a variable that only the programs have that are meant, where a connection carries others as well;
    ///   its name and value mean nothing to a shell.
    package static func script(_ name: String, mark: ProgramRequest.Variable? = nil) -> String {
        let isMeant = mark.map {
            "tr \"\\0\" \"\\n\" < \"${f%stat}environ\" | grep -qx \"\($0.name)=\($0.value)\" && "
        }
        return """
            exec /bin/sh -c 'read -r c < "/proc/$PPID/comm" || exit; [ "$PPID" -gt 1 ] || exit; \
            case "$c" in sshd*|dropbear*) ;; *) exit;; esac; \
            for f in /proc/[0-9]*/stat; do { read -r l < $f; } 2>/dev/null || continue; \
            set -- ${l##*")" }; [ "$2" = "$PPID" ] && [ "$3" != "$$" ] && \(isMeant ?? "")kill -s \(name) -- "-$3"; \
            done' 2>/dev/null
            """
    }
}
