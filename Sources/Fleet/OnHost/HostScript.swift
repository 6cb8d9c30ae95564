/// A constant program for a host's `/bin/sh`, handed over as an argument. It asks for POSIX sh with coreutils or busybox.
///
/// Whatever it works on comes over stdin: no name, path or key is ever put into its text. The account's login shell reads
/// the command first, whichever that is: so the text is one line without single quotes, without a backslash other than
/// in `\n`, and with a `!` only in front of a blank or a `=`, which is where csh leaves it alone. All of bash, dash, zsh,
/// fish, tcsh and busybox then hand it on unharmed.
///
/// What a host spends on us it spends on starting programs: hence whatever the shell can do by itself it does, and one
/// program is asked about everything at once.
public struct HostScript: Sendable, Hashable {
    public let name: String
    /// One line of printable ASCII.
    public let text: String

    /// - Parameter source: statements, a line each; blank lines and what the lines are indented by fall away.
    init(_ name: String, _ source: String) {
        self.name = name
        text = Self.oneLine(source)
    }

    static func oneLine(_ source: String) -> String {
        source.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// What to ask sshd to execute. `SSH_CONNECTION` is handed on as an argument, since sudo takes it out of the
    /// environment.
    /// - Parameter sudo: run it as root, where sudo(8) allows that without a password.
    public func command(sudo: Bool) -> String {
        "exec \(sudo ? "sudo -n " : "")/bin/sh -c '\(text)' levels-ssh \"$SSH_CONNECTION\""
    }

    /// The folders in which programs are looked for, whatever the account's own start-up files have made of `PATH`.
    static let path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"

    /// What every one of them begins with: no globs, no locale, nothing that others may read; `say` writes a line that is
    /// taken as it is; `me` is who we are, `S` the folder that we keep on a host, `C` the change that is going on there.
    static let prelude = """
        set -f; unset IFS; umask 077; LC_ALL=C; \(path); export LC_ALL PATH; cd /;
        say() { printf "%s\\n" "$1"; };
        me=; { while read -r k v e x; do if [ "$k" = Uid: ]; then me=$e; break; fi; done < /proc/self/status; } 2> /dev/null;
        me=${me:-$(id -u)};
        if [ "$me" = 0 ]; then S=/var/lib/levels-ssh; else S=$HOME/.levels-ssh; fi;
        C=$S/change;
        say "levels-ssh 1";
        """

    /// `lock` tells of the change that is going on, or was left over: its state, whether whoever is at it still runs,
    /// its age in seconds of uptime (`-` if that was before the machine was started), the wall clock's seconds when it
    /// began, token and holder.
    ///
    /// By uptime, since a wall clock can be wrong, and be put right in between.
    static let lock = """
        lock() {
        [ -d "$C" ] || return 0;
        s=preparing; a=-; n=0; t=; b=; u=; w=; q=; h=;
        for f in armed confirmed reverting; do [ -f "$C/$f" ] && s=$f; done;
        if [ -f "$C/holder" ]; then
        { read -r t; read -r b; read -r u; read -r w; read -r q; read -r h; } < "$C/holder"; fi;
        B=; read -r B < /proc/sys/kernel/random/boot_id; U=0; read -r U x < /proc/uptime;
        if [ "$b" = "$B" ] && [ -n "$h" ]; then
        a=$((${U%.*} - u));
        v=; if [ "$s" = preparing ]; then
        { read -r v < "/proc/$q/stat"; } 2> /dev/null;
        case "$v" in ""|*") Z "*) ;; *) n=1;; esac;
        else { read -r q < "$C/$s"; read -r v < "/proc/$q/cmdline"; } 2> /dev/null; case "$v" in *"$t"*) n=1;; esac; fi;
        fi;
        say "lock $s $n $a ${w:--} ${t:--} ${h:--}"; };
        """
}
