extension HostScript {
    /// Finds the live sessions that were opened with some keys: ``SessionsRequest`` says which, ``SessionsAnswer`` tells.
    ///
    /// Accounts are shared, so that only sshd's log knows whose a session is: `sshd[123]: Accepted publickey for app from
    /// 192.0.2.9 port 50000 ssh2: ED25519 SHA256:...` has the number of the process that serves it. So it is the processes
    /// that are gone through: each that is sshd's, for one of the accounts, past its login, and is not the one that serves
    /// us. The last login under its number decides. Where that is another's, but one of the keys stands there earlier, the
    /// number may have come round, or somebody with a shell has written into the log: it is *unknown*, as is one of which
    /// the log says nothing any more.
    public static let sessions = HostScript("sessions", finding + " say end")

    /// The same, and ends what it has found: the process that serves a session, what was opened over it, and every process
    /// that was started from it and still is below it. It has ended once none of them is there any more; who does not heed
    /// SIGTERM and SIGHUP within five seconds gets SIGKILL.
    ///
    /// What has left the session before (a daemon) is not ended: on an account that is shared it may be the application.
    /// A process is known by its number and when it was started, since the number alone can be another's by then.
    public static let endSessions = HostScript(
        "end sessions",
        finding + """
             table=; for d in $(ls /proc); do [ "$d" -gt 0 ] 2> /dev/null || continue; parent "$d"; table="$table $d,$q"; done;
            below() { b=" $1 "; g=1; while [ -n "$g" ]; do g=; for e in $table; do
            case "$b" in *" ${e%,*} "*) continue;; esac;
            case "$b" in *" ${e#*,} "*) b="$b${e%,*} "; g=1;; esac; done; done; };
            born() { v=; { IFS= read -r v < "/proc/$1/stat"; } 2> /dev/null; v=${v##*") "}; set -- $v; n=${20}; };
            lives() { alive "$1" || return 1; born "$1"; [ "$n" = "$2" ]; };
            any() { for e in $1; do k=${e#*,}; if lives "${k%,*}" "${k#*,}"; then return 0; fi; done; return 1; };
            all=; for p in $pids; do below "$p"; for d in $b; do born "$d"; all="$all $p,$d,$n"; done; done;
            for s in TERM HUP; do for e in $all; do k=${e#*,}; kill -$s "${k%,*}" 2> /dev/null; done; done;
            i=0; while [ $i -lt 5 ] && any "$all"; do sleep 1; i=$((i + 1)); done;
            for e in $all; do k=${e#*,}; if lives "${k%,*}" "${k#*,}"; then kill -9 "${k%,*}" 2> /dev/null; fi; done;
            i=0; while [ $i -lt 3 ] && any "$all"; do sleep 1; i=$((i + 1)); done;
            for p in $pids; do m=; for e in $all; do case "$e" in "$p",*) m="$m $e";; esac; done; any "$m" || say "ended $p"; done;
            say end
            """)

    private static let finding = HostScript(
        "",
        """
        \(prelude)
        \(readingLog(journal: "-b -o short"))
        title() { c=; { IFS= read -r c < "/proc/$1/cmdline"; } 2> /dev/null; };
        parent() { q=0; { while read -r k v; do case "$k" in PPid:) q=$v; break;; esac; done < "/proc/$1/status"; } 2> /dev/null; };
        alive() { v=; { IFS= read -r v < "/proc/$1/stat"; } 2> /dev/null || return 1; case "$v" in *") Z "*) return 1;; esac; };
        keys=; while read -r k; do [ "$k" = . ] && break; keys="$keys $k"; done;
        users=; while read -r k; do [ "$k" = . ] && break; users="$users $k"; done;
        o=$(log | grep -F ": Accepted publickey for " | tail -n 20000);
        [ -n "$o" ] || say nolog;
        own=" "; p=$$; i=0; while [ "$p" -gt 1 ] && [ $i -lt 32 ]; do i=$((i + 1)); parent "$p"; p=$q; own="$own$p "; done;
        all=; busy=" ";
        for p in $(ls /proc); do [ "$p" -gt 0 ] 2> /dev/null || continue;
        title "$p"; case "$c" in "sshd: "*|"sshd-session: "*) ;; *) continue;; esac;
        case "$c" in *"[listener]"*) continue;; esac;
        parent "$p";
        case "$c" in *"[net]"*|*"[preauth]"*) busy="$busy$q "; continue;; esac;
        t=${c#*": "};
        for u in $users; do case "$t" in "$u"|"$u "*|"$u@"*) all="$all $p,$u,$q"; break;; esac; done;
        done;
        pids=;
        for e in $all; do
        IFS=,; set -- $e; unset IFS;
        case "$own" in *" $1 "*) continue;; esac;
        case "$busy" in *" $1 "*) continue;; esac;
        case " $all" in *" $3,$2,"*) continue;; esac;
        f=-; s=-; h=;
        l=$(printf "%s\\n" "$o" | grep -F "[$1]: Accepted publickey for $2 from ");
        nl=$(printf "\\nx"); nl=${nl%x}; IFS=$nl; 
        for v in $l; do f=${v##* }; s=${v#*" from "}; s=${s%% *}; case " $keys " in *" $f "*) h=1;; esac; done; unset IFS;
        case " $keys " in
        *" $f "*) pids="$pids $1"; say "session $1 $2 $f $s";;
        *) if [ "$f" = - ] || [ -n "$h" ]; then say "unknown $1 $2"; fi;;
        esac;
        done;
        """
    ).text
}
