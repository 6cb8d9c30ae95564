extension HostScript {
    /// Ends a change, or what is left of one: ``SettleRequest`` says how, ``SettleAnswer`` how that went.
    public static let settle = HostScript("settle", prelude + settling)

    /// To confirm, all files have to be as they were written. It and the reverter each claim the change by renaming one
    /// file, so that only one of them can win. The claim is flushed with the files before anything is said, or a machine
    /// that loses its power would take back what was reported as done.
    static let settling = """
        set -C; trap "" HUP INT TERM PIPE; IFS=;
        item() { \(item); };
        gone() { cd /; set +f; mv -T "$C" "$S/gone-$token" && rm -rf "$S"/gone-*; set -f; };
        read -r verb && read -r token || exit 1;
        t=; b=; u=; w=; if [ -f "$C/holder" ]; then { read -r t; read -r b; read -r u; read -r w; } < "$C/holder"; fi;
        t=${t:--};
        if ! [ -d "$C" ] || [ "$t" != "$token" ]; then
        v=; if [ -f "$S/last" ]; then read -r v < "$S/last"; fi;
        say "none ${v:--}"; exit 0; fi;
        timer() {
        pid=; v=; for f in armed confirmed reverting; do if [ -f "$C/$f" ]; then read -r pid < "$C/$f"; fi; done;
        { read -r v < "/proc/$pid/cmdline"; } 2> /dev/null;
        case "$v" in *"$token"*) kill -9 "-$pid" 2> /dev/null || kill -9 "$pid";; esac; };
        if [ "$verb" = revert ]; then
        timer;
        if [ -f "$C/ready" ]; then /bin/sh "$C/revert" "$C" "$token" now < /dev/null; else gone; fi;
        if [ -d "$C" ]; then say "failed revert"; else say reverted; fi; exit 0; fi;
        if [ -f "$C/armed" ]; then
        while item; do
        cd /; cd -P "$dir" && [ "$PWD" = "$dir" ] && ! [ -L "./$name" ] && h=$(sha256sum < "./$name") && [ "${h%% *}" = "$new" ] || { say "failed differs"; exit 0; };
        done < "$C/plan"; fi;
        cd /; mv -T "$C/armed" "$C/confirmed" 2> /dev/null || [ -f "$C/confirmed" ] || { say "failed late"; exit 0; };
        timer;
        nl=$(printf "\\nx"); nl=${nl%x}; N=$S; X=;
        while item; do N=$N$nl$dir; for k in old new; do X=$X${dir%/}/.$name.levels-$token.$k$nl; done; done < "$C/plan";
        IFS=$nl; sync -- $N || sync; rm -f -- $X; IFS=" ";
        read -r B < /proc/sys/kernel/random/boot_id; read -r U x < /proc/uptime;
        if [ "$b" = "$B" ]; then at=$((w + ${U%.*} - u)); else at=$(date +%s); fi;
        say "$token confirmed $at" >| "$S/last";
        gone; say confirmed
        """

    /// All of them over one command, and one sudo: what is asked first, what is to be changed once that was answered, and
    /// what becomes of it once that is known. Whoever hangs up in between has asked for no more.
    ///
    /// Each of the three answers begins as every answer does.
    public static let visit = HostScript(
        "visit",
        "con=$1; " + prelude + lock + findingListener + surveying
            + " IFS=; read -r more || exit 0; say \"levels-ssh 1\"; " + changing
            + " say \"levels-ssh 1\"; " + settling)

    /// What is said to ``visit`` in front of a ``ChangeRequest``.
    static let more = Array("more\n".utf8)
}
