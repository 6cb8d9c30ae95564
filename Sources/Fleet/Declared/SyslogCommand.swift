/// What hands lines to a machine's syslog, from its standard input: where commands may be run, and, in a forced command of
/// the same words, where none may.
///
/// The connection's addresses and ports stand before each line. They are from sshd, which writes the same to its own log
/// beside the key's fingerprint, so that who is meant does not rest on what the line says of itself.
public enum SyslogCommand {
    /// Of a line, so many bytes go to syslog: rsyslogd takes 8 KiB of a message by default, journald 48.
    public static let longestLine = 7900
    /// Of all lines at once.
    public static let mostBytes = 64 << 10
    /// How a forced command knows what is asked for.
    static let mark = "levels-ssh-syslog"

    /// For sh; ends as logger does. Printable ASCII is all that reaches syslog. Without a syslog, logger(1) of util-linux fails if it is told to.
    static let script =
        "head -c \(mostBytes) | LC_ALL=C tr -cd \" -~\\n\" | while IFS= read -r line; do "
        + "logger -p auth.info -t levels-ssh --size 8100 --socket-errors=on -- \"$SSH_CONNECTION $line\" || exit; done"

    /// For the account's login shell. No name and no text of anybody's is in it.
    public static let command = "exec /bin/sh -c '\(script)' \(mark)"
}
