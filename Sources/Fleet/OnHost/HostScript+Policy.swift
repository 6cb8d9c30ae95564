extension HostScript {
    /// Reads how sshd is configured, for each case of a ``PolicyRequest``; ``PolicyReader`` reads the answer.
    ///
    /// sshd says itself, while it debugs its own reading, which line of which file it takes a value from: nobody else has
    /// to read its files, and to read them differently. It is asked once for all cases unless it comes to a `Match` that is
    /// not for all, and what it says again is not told again.
    public static let policy = HostScript(
        "policy",
        """
        con=$1; \(prelude)
        \(findingListener)
        nl=$(printf "\\nx"); nl=${nl%x};
        say "as $me";
        listener;
        set -- $con; a=127.0.0.1; case "$1" in [0-9]*.*|*:*) a=$1;; esac; l=127.0.0.1; case "$3" in [0-9]*.*|*:*) l=$3;; esac;
        X="laddr=$l,lport=${4:-22}";
        say "client $a"; say "arguments$A";
        one=; c=; p=;
        while IFS= read -r u; do [ "$u" = . ] && break;
        w=${u#* }; u=${u%% *}; [ "$w" = - ] && w=$a;
        say "case $u $w";
        if [ -n "$one" ]; then say same; continue; fi;
        if o=$("$D" -T -ddd $A -C "user=$u,host=$w,addr=$w,$X" 2>&1 < /dev/null); then
        s=$(say "$o" | grep -E "^([A-Za-z0-9]+( |$)|debug3: .*:[0-9]+ setting |debug2: .* (new include|including) |debug2: parse_server_config_depth: config )");
        if [ -n "$p" ] && [ "$s" = "$p" ]; then say again; else say settings; say "$s"; say .; p=$s; fi;
        case "$o" in *"checking match for "*) if ! say "$o" | grep -v "checking match for .all. user " | grep -q "checking match for "; then one=1; fi;; *) one=1;; esac;
        if [ -z "$c" ]; then c=$(say "$o" | sed -n -e "s/[[:cntrl:]]*$//" -e "s/^debug2: load_server_config: filename /c/p" -e "s/^[Hh]ost[Kk]ey /k/p"); fi;
        else
        say "noset $(say "$o" | grep -v "^debug" | head -n 1 | sed "s/[[:cntrl:]]*$//")"; fi;
        done;
        IFS=$nl; set -- $c; unset IFS;
        m=; F=;
        for v do n=${v#?}; case "$n" in /*) ;; *) continue;; esac;
        case "$v" in c*) m=${m:-$n}; F=$F$n$nl;; k*) F=$F$n$nl$n.pub$nl;; esac; done;
        IFS=$nl; set -- $F; unset IFS;
        say files;
        [ $# -gt 0 ] && stat -L -c "stat %f %u %g %s %h %n" -- "$@" 2> /dev/null;
        show() { s=$(stat -c %s -- "$1") && [ "$s" -le \(PolicyReader.largestFile) ] && [ -r "$1" ] && ! [ -L "$1" ] && [ -f "$1" ] &&
        { say "bytes $s"; od -An -v -tx1 -N $((s + 1)) -- "$1"; say .; }; };
        if [ -n "$m" ]; then
        say "main $m";
        if cd -P "${m%/*}/" 2> /dev/null; then
        say "folder $PWD"; P=${PWD%/}; show "$P/${m##*/}" || say unread;
        if cd -P "$P/sshd_config.d" 2> /dev/null && [ "$PWD" = "$P/sshd_config.d" ]; then
        n=$PWD/\(PolicyDropIn.name);
        if [ -e "$n" ] || [ -L "$n" ]; then say dropin; show "$n" || say unread; else say nodropin; fi;
        elif [ -e "$P/sshd_config.d" ] || [ -L "$P/sshd_config.d" ]; then say oddfolder; else say nofolder; fi;
        fi; cd /; fi;
        say end
        """)
}
