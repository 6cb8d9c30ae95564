extension HostScript {
    /// Reads what guards the SSH port of a bastion: ``GuardAnswer`` tells. Nothing is asked of it over stdin.
    ///
    /// Whether our table is there is asked first, so that a filter with none of it is told from one that would not answer.
    /// One that would not answer root is none: the kernel has no nf_tables, or lets nobody at it (a container).
    /// nft(8) writes its JSON as one line, which is taken as bytes, and no more of it than is read.
    public static let guarding = HostScript(
        "guarding",
        """
        con=$1; \(prelude)
        nl=$(printf "\\nx"); nl=${nl%x};
        say "connection $con";
        if [ -d /run/systemd/system ]; then say systemd;
        v=$(systemctl show -p ActiveState -p NeedDaemonReload \(GuardUnit.name) 2> /dev/null < /dev/null);
        case "$v" in *ActiveState=active*) case "$v" in *NeedDaemonReload=no*) say held;; esac;; esac; fi;
        for f in \(GuardFile.allCases.map(\.path).joined(separator: " ")); do
        d=${f%/*};
        if ! [ -e "$f" ] && ! [ -L "$f" ]; then
        if cd -P "$d" 2> /dev/null; then [ "$PWD" = "$d" ] && say "absent $f"; cd /; else say "nofolder $f"; fi;
        elif [ -f "$f" ] && ! [ -L "$f" ] && cd -P "$d" 2> /dev/null && [ "$PWD" = "$d" ]; then
        cd /; s=$(stat -c "%f %u %g %s" -- "$f") && [ "${s##* }" -le \(GuardFile.largest) ] && [ -r "$f" ] &&
        { say "file $s $f"; od -An -v -tx1 -N $((${s##* } + 1)) -- "$f"; say .; };
        fi; cd /; done;
        n=$(command -v nft) || n=;
        if [ -z "$n" ]; then say nonft; else
        say "nft $n";
        if ! t=$(nft list tables 2>&1); then w=silent; if [ "$me" = 0 ]; then w=refused; fi; say "$w ${t%%"$nl"*}"; else
        case "$nl$t$nl" in
        *"${nl}table \(FilterTable.family) \(FilterTable.name)$nl"*) say table;
        nft -j list table \(FilterTable.family) \(FilterTable.name) 2>&1 | head -c \(FilterReader.limit + 1) | od -An -v -tx1; say .;;
        *) say notable;; esac; fi; fi;
        say end
        """)
}

/// The files on a bastion that have to do with who may come to its SSH port, by their fixed names.
public enum GuardFile: String, Sendable, Hashable, CaseIterable {
    /// Our table, as nft(8) loads it.
    case table = "/etc/levels-ssh/whitelist.nft"
    /// What loads it when the machine starts, where that is systemd.
    case unit = "/etc/systemd/system/levels-ssh-whitelist.service"
    /// What asks for that unit.
    case wants = "/etc/systemd/system/sysinit.target.d/levels-ssh-whitelist.conf"
    /// What asks for it whenever what flushes every table is started.
    case follows = "/etc/systemd/system/nftables.service.d/levels-ssh-whitelist.conf"
    /// What other machines load when they start.
    case rules = "/etc/nftables.conf"

    /// In bytes: of these files no more is read.
    static let largest = 1 << 20

    public var path: String { rawValue }
    var folder: String { String(rawValue[..<(rawValue.lastIndex(of: "/") ?? rawValue.startIndex)]) }
    var name: String { String(rawValue[(rawValue.lastIndex(of: "/") ?? rawValue.startIndex)...].dropFirst()) }
    /// What the folder is made in, where it is missing.
    var parent: String { String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]) }
}
