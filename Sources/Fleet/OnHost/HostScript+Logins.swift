extension HostScript {
    /// From where people have come, and when, as sshd's log tells: ``LoginsAnswer`` reads it. No more than the last 20,000
    /// logins are told.
    ///
    /// A line counts by what stands behind the name of its program: others write into the log what they please, such as the
    /// name of a user that does not exist.
    public static let logins = HostScript(
        "logins",
        """
        \(prelude)
        \(readingLog(journal: "-n 200000 -o short-unix"))
        say "clock $(date "+%s %z")";
        log | grep -F "]: Accepted publickey for " | tail -n 20000 | while IFS= read -r v; do
        t=${v%%"]: "*}; m=${v#*"]: "};
        case "$m" in "Accepted publickey for "*" from "*" port "*) ;; *) continue;; esac;
        case "$t" in *" sshd["*|*" sshd-session["*) ;; *) continue;; esac;
        m=${m#*" from "}; t=${t% *};
        say "from ${m%% *} ${t% *}"; done;
        say end
        """)

    /// `log` writes what the machine's files of a log hold, the oldest first, and then its journal.
    static func readingLog(journal: String) -> String {
        """
        log() {
        for f in $(ls -tr /var/log 2> /dev/null); do case "$f" in
        auth.log*.gz|secure*.gz|messages*.gz) gzip -dc "/var/log/$f";;
        auth.log*.xz|secure*.xz|messages*.xz) xz -dc "/var/log/$f";;
        auth.log*|secure*|messages*) [ -f "/var/log/$f" ] && cat "/var/log/$f";; esac; done 2> /dev/null;
        if command -v journalctl > /dev/null && [ -d /run/systemd/system ]; then journalctl -q --no-pager \(journal) -t sshd -t sshd-session 2> /dev/null; fi; };
        """
    }
}
