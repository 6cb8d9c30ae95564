extension HostScript {
    /// Reads everything that decides over who gets into some accounts: ``SurveyRequest`` says which, ``SurveyReader`` reads
    /// the answer.
    public static let survey = HostScript("survey", "con=$1; " + prelude + lock + findingListener + surveying)

    /// sshd is asked once for all accounts, unless it says that it has come to a `Match` (its debugging output does): its
    /// program is the largest of all that run here. It speaks at length, and a shell takes the square of a text's length to
    /// cut it: hence line by line. Files are named as they are found; what they are, and what is in
    /// them, is asked at the end, of all of them at once.
    static let surveying = """
        nl=$(printf "\\nx"); nl=${nl%x};
        say "as $me";
        now=$(date "+%s %z"); say "clock $now"; now=${now% *};
        listener;
        say "sshd $L $D$A";
        set -- $con; a=127.0.0.1; case "$1" in [0-9]*.*|*:*) a=$1;; esac; l=127.0.0.1; case "$3" in [0-9]*.*|*:*) l=$3;; esac;
        X="host=$a,addr=$a,laddr=$l,lport=${4:-22}";
        say "client $a";
        T=; R=; O=; one=; E=;
        if cd -P "${S%/*}" 2> /dev/null; then
        v=${PWD%/}/${S##*/}; say "state $v"; cd /;
        if [ -f "$v/revoked_keys" ]; then T=$v/revoked_keys$nl; R=$T; fi; fi;
        lock;
        if [ -f "$S/last" ]; then v=; IFS= read -r v < "$S/last"; say "last $v"; fi;
        us=; while IFS= read -r u; do [ "$u" = . ] && break; us="$us $u"; done;
        all=$(getent passwd $us 2> /dev/null || cat /etc/passwd);
        for u in $us; do
        say "account $u";
        e=${nl}$all$nl; case "$e" in *"$nl$u:"*) ;; *) continue;; esac;
        e=$u:${e#*"$nl$u:"}; e=${e%%"$nl"*};
        IFS=:; set -- $e; unset IFS; id=$3; h=$6;
        say "passwd $3 $4 $h";
        H=; if cd -P "$h" 2> /dev/null; then H=$PWD; say "home $H"; cd /; fi;
        if [ -n "$one" ]; then say same; else
        F=".ssh/authorized_keys .ssh/authorized_keys2";
        if o=$("$D" -T -ddd $A -C "user=$u,$X" 2>&1 < /dev/null); then say settings; say "$o"; say .; ok=1; one=1; else ok=; fi;
        IFS=$nl; set -- $o; unset IFS; e=; d=;
        for v do case "$v" in
        debug[123]:*) d=1; case "$v" in *"checking match for "*) one=;; esac;;
        [Aa]uthorized[Kk]eys[Ff]ile" "*) F=${v#* };;
        *) e=${e:-$v};; esac; done;
        if [ -z "$ok" ]; then say "noset $e"; F=".ssh/authorized_keys .ssh/authorized_keys2"; fi;
        if [ -z "$d" ]; then one=; fi; fi;
        for f in $F; do
        [ "$f" = none ] && continue;
        r=; s=$f;
        while :; do case "$s" in
        *%*) r=$r${s%%%*}; s=${s#*%};
        case "$s" in h*) r=$r$h;; u*) r=$r$u;; U*) r=$r$id;; *) r=$r%;; esac; s=${s#?};;
        *) r=$r$s; break;; esac; done;
        case "$r" in /*) ;; *) r=$h/$r;; esac;
        say "file $r";
        if cd -P "${r%/*}/" 2> /dev/null; then P=$PWD; cd /;
        else if [ -d "${r%/*}/" ] || { [ -z "$H" ] && [ -d "$h" ]; }; then say closed; fi; continue; fi;
        case "$P" in *"$nl"*) say odd; continue;; esac;
        say "folder $P"; q=${P%/}/${r##*/};
        if [ -L "$q" ]; then say "link $(readlink "$q" | od -An -v -tx1 | tr -d "\\n")"; elif [ -f "$q" ]; then R=$R$q$nl; fi;
        T=$T$q$nl; O=$O$P$nl; d=$P;
        while :; do T=$T$d$nl; [ "$d" = / ] && break; [ "$d" = "$H" ] && break; d=${d%/*}; d=${d:-/}; done;
        done; done;
        say files;
        IFS=$nl; set -- $T; o=;
        if [ $# -gt 0 ]; then o=$(stat -c "stat %f %u %g %s %h %n" -- "$@" 2> /dev/null); fi;
        if [ -n "$o" ]; then say "$o"; fi;
        set -- $O; if [ $# -gt 0 ]; then stat -f -c "free %a %S %n" -- "$@" 2> /dev/null; fi;
        set -- $R; if [ $# -gt 0 ]; then say attributes; lsattr -d -- "$@" 2> /dev/null; say .; fi;
        set -- $o; unset IFS; Q=; z=0;
        for v do
        n=${v#* * * * * * }; s=${v#* * * * }; s=${s%% *};
        case "$nl$R" in *"$nl$n$nl"*) ;; *) continue;; esac;
        case "$nl$Q" in *"$nl$n$nl"*) continue;; esac;
        if [ "$s" -le 1048576 ] && [ -r "$n" ]; then Q=$Q$n$nl; z=$((z + s)); say "data $s $n"; fi; done;
        IFS=$nl; set -- $Q; unset IFS;
        if [ $# -gt 0 ]; then say bytes; od -An -v -tx1 -N $((z + 1)) -- "$@"; say .; fi;
        say end;
        """
}
