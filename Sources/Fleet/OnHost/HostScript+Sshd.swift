extension HostScript {
    /// `listener` finds which sshd let us in, and with which configuration, by going up from ourselves to the one that
    /// listens: its title has its path and arguments. `p` is its number, `D` its program, `A` those of its arguments that
    /// configure it, `L` whether that is known. Where it fails (no root, or `sshd -i`) it is the one of sshd's pid file, if
    /// that listens; else its usual place and configuration, and `p` is `-`.
    static let findingListener = """
        listener() {
        p=$$; t=; i=0; L=listener;
        while [ "$p" -gt 1 ] && [ $i -lt 32 ]; do
        i=$((i + 1)); q=0;
        { while read -r k v; do case "$k" in PPid:) q=$v; break;; esac; done < "/proc/$p/status"; } 2>/dev/null;
        p=$q; l=; { IFS= read -r l < "/proc/$p/cmdline"; } 2>/dev/null;
        case "$l" in "sshd: "*" [listener]"*) t=${l#sshd: }; t=${t%%" [listener]"*}; break;; esac;
        done;
        if [ -z "$t" ]; then
        L=default; p=-; { read -r p < /run/sshd.pid; } 2> /dev/null; l=; { IFS= read -r l < "/proc/$p/cmdline"; } 2> /dev/null;
        case "$l" in "sshd: "*" [listener]"*) t=${l#sshd: }; t=${t%%" [listener]"*};; *) p=-;; esac; fi;
        D=sshd; A=;
        set -- $t;
        if [ $# -gt 0 ]; then
        D=$1; shift;
        while [ $# -gt 0 ]; do
        case "$1" in -f|-o) if [ $# -gt 1 ]; then A="$A $1 $2"; shift; fi;; -f*|-o*) A="$A $1";; esac;
        shift; done; fi; };
        """

    /// `reload` makes the sshd of `p`, `D` and `A` go by what it is configured with by now, and returns once it listens
    /// again: on SIGHUP it closes its ports, and becomes itself anew under the same number (`sighup_restart` in sshd.c), so
    /// that whoever comes in between is turned away. It has done so when its stack lies elsewhere. One that does not
    /// listen is started by systemd for each connection, and reads its configuration then.
    ///
    /// It is never told to where `sshd -t` says no: it would end. `IFS` is empty here.
    static let reloading = """
        check() { IFS=" "; set -- $A; IFS=; "$D" -t "$@"; };
        title() { v=; { read -r v < "/proc/$1/cmdline"; } 2> /dev/null; case "$v" in "sshd: "*" [listener]"*) ;; *) return 1;; esac; };
        stack() { v=; { read -r v < "/proc/$1/stat"; } 2> /dev/null; v=${v##*") "}; IFS=" "; set -- $v; IFS=; v=${26:--}; };
        reload() {
        check || return 1;
        if title "$p"; then
        stack "$p"; w=$v; kill -HUP "$p" || return 1; k=0;
        while [ $k -lt 100 ] && [ -d "/proc/$p" ]; do
        stack "$p"; if [ "$v" != "$w" ] && title "$p"; then return 0; fi;
        k=$((k + 1)); sleep 0.1; done;
        title "$p";
        elif [ -d /run/systemd/system ]; then
        for u in ssh sshd; do if systemctl -q is-active "$u.service"; then systemctl reload "$u.service"; return; fi; done; fi; };
        """
}
