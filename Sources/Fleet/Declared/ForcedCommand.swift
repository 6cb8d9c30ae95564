public import Inventory

/// What runs in the place of anything that a key which may only tunnel asks to run: `restrict` by itself takes away the
/// terminal and leaves commands (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
///
/// It is the account's login shell that reads it, which need not be a POSIX one: what it must know is `exec`, a path and
/// single quotes. Not a word of it comes from a file.
public enum ForcedCommand {
    /// 77 is how our own refusals exit. The address is what a whitelist goes by, and only the machine can tell it.
    private static let refusal = "echo \"\(words)${SSH_CONNECTION%% *}\" >&2; exit 77"
    private static let words = "levels-ssh: this key opens tunnels and runs no commands; you come from "

    /// The address that a machine has seen whoever it refused come from; nil where it was something else that was said.
    public static func address(in errors: [UInt8]) -> IPAddress? {
        let said = String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let line = said.last(where: { $0.hasPrefix(words) }) else { return nil }
        return IPAddress(folding: String(line.dropFirst(words.count)))
    }

    static let tunnelsOnly = "exec /bin/sh -c '\(refusal)'"

    /// Takes lines for syslog where just that is asked for. What was asked for is looked at, and never run.
    static let tunnelsAndSyslog =
        "exec /bin/sh -c 'case \"$SSH_ORIGINAL_COMMAND\" in *\" \(SyslogCommand.mark)\") \(SyslogCommand.script);; "
        + "*) \(refusal);; esac'"
}
