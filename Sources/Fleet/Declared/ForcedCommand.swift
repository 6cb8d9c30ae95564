/// What runs in the place of anything that a key which may only tunnel asks to run: `restrict` by itself takes away the
/// terminal and leaves commands (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
enum ForcedCommand {
    /// It is the account's login shell that reads it, which need not be a POSIX one: what it must know is `exec`, a path and
    /// single quotes. Not a word of it comes from a file. 77 is how our own refusals exit.
    static let tunnelsOnly =
        "exec /bin/sh -c 'echo levels-ssh: this key opens tunnels and runs no commands >&2; exit 77'"
}
