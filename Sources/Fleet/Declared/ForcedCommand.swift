/// What runs in the place of anything that a key which may only tunnel asks to run: `restrict` by itself takes away the
/// terminal and leaves commands (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
///
/// It is the account's login shell that reads it, which need not be a POSIX one: what it must know is `exec`, a path and
/// single quotes. Not a word of it comes from a file.
enum ForcedCommand {
    /// 77 is how our own refusals exit.
    private static let refusal = "echo levels-ssh: this key opens tunnels and runs no commands >&2; exit 77"

    static let tunnelsOnly = "exec /bin/sh -c '\(refusal)'"

    /// Takes lines for syslog where just that is asked for. What was asked for is looked at, and never run.
    static let tunnelsAndSyslog =
        "exec /bin/sh -c 'case \"$SSH_ORIGINAL_COMMAND\" in *\" \(SyslogCommand.mark)\") \(SyslogCommand.script);; "
        + "*) \(refusal);; esac'"
}
