/// What a change has to do beside replacing files, once they are in place. For each there is a check, which changes nothing;
/// what makes it take effect; and the way back, which the reverter goes after it has put the old files back.
///
/// All checks come before the first effect. How each is done stands in ``HostScript/checkingDuties``,
/// ``HostScript/doingDuties`` and ``ReverterScript/undoingDuties``, under its word.
public enum ChangeDuty: Sendable, Hashable {
    /// sshd is to go by its configuration as it is then: `sshd -t`, and a reload. The way back: the same, with the old
    /// files.
    case reloadSSHD
    /// A file of rules of ours, by its absolute path, is to be loaded: `nft -c -f`, and `nft -f`. The way back: our table as
    /// it was in the kernel, or none where there was none. What others keep in the packet filter is left alone.
    case loadFilter(String)
    /// systemd is to know of a unit that was written, by its name, and to hold it: `systemctl daemon-reload`, and `start`.
    /// The way back: it forgets it, unless it held it before.
    case startUnit(String)
    /// A file, by its absolute path, is to be nobody else's: chmod(1), with permissions. The way back: what they were.
    case protect(String, mode: UInt32)

    /// As two lines.
    var lines: [String] {
        switch self {
        case .reloadSSHD: ["sshd", "-"]
        case .loadFilter(let path): ["filter", path]
        case .startUnit(let name): ["unit", name]
        case .protect(let path, let mode): ["mode" + String(mode, radix: 8), path]
        }
    }

    /// Whether it can be said in lines.
    var isGood: Bool {
        switch self {
        case .reloadSSHD: true
        case .loadFilter(let path): Self.isLine(path)
        // It is an argument of systemctl(1).
        case .startUnit(let name): AccountName.isGood(String(name.prefix { $0 != "." })) && name.hasSuffix(".service")
        case .protect(let path, let mode): Self.isLine(path) && mode <= 0o777
        }
    }

    private static func isLine(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/") && !path.utf8.contains { $0 == 0x0A || $0 == 0 }
    }
}

extension HostScript {
    private static let table = FilterTable.family + " " + FilterTable.name

    /// Reads one duty of a change.
    static let duty = "read -r kind && read -r path"

    /// With what is said where one does not pass: the first line.
    ///
    /// The kernel's own table is written down as it is, since it need not be what a file says. That it is written down
    /// whole comes before the mark that there is something to take back.
    static let checkingDuties = """
        if [ "$duties" -gt 0 ]; then
        printf "%s\\n" "$p" "$D" "$A" > "$C/sshd" || stop state;
        exec 4< "$C/duties";
        while duty <&4; do
        i=$((i + 1));
        case "$kind" in
        sshd) o=$(check 2>&1 < /dev/null 4<&-);;
        filter) o=$(nft -c -f "$path" 2>&1 < /dev/null 4<&-) && if o=$(nft -s list table \(table) 2> /dev/null < /dev/null 4<&-); then
        printf "%s\\n" "$o" > "$C/filter" || stop state; fi;;
        unit) o=; if systemctl -q is-active "$path" 2> /dev/null < /dev/null 4<&-; then : > "$C/unit" || stop state; fi;;
        mode*) o=$(stat -c "%a" -- "$path" 2>&1) && [ -f "$path" ] && ! [ -L "$path" ] && { printf "%s\\n" "$o" "$path" >> "$C/modes" || stop state; };;
        *) o=; false;; esac || { say "said ${o%%"$nl"*}" >&3; stop check; };
        done; i=0;
        : > "$C/active" || stop state;
        fi;
        """

    static let doingDuties = """
        if [ "$duties" -gt 0 ]; then
        exec 4< "$C/duties";
        while duty <&4; do
        i=$((i + 1));
        case "$kind" in
        sshd) o=$(reload 2>&1 < /dev/null 3>&- 4<&-);;
        filter) o=$(nft -f "$path" 2>&1 < /dev/null 4<&-);;
        unit) o=$({ systemctl daemon-reload && systemctl start "$path"; } 2>&1 < /dev/null 3>&- 4<&-);;
        mode*) o=$(chmod "${kind#mode}" -- "$path" 2>&1);; esac || { say "said ${o%%"$nl"*}" >&3; stop effect; };
        done; i=0;
        exec 4<&-; fi;
        """
}

extension ReverterScript {
    private static let table = FilterTable.family + " " + FilterTable.name

    /// sshd may have come to its end over a configuration that was good when it was checked: then it is started. Of a unit
    /// nothing is told to the systemd of a machine that has been started again: it is asked to while it starts the unit,
    /// and would wait for itself.
    static let undoingDuties = """
        if [ -f "$C/active" ]; then
        { read -r p; read -r D; read -r A; } < "$C/sshd";
        while \(HostScript.duty); do
        case "$kind" in
        sshd) if [ "$p" != - ] && ! [ -d "/proc/$p" ]; then
        if [ -d /run/systemd/system ]; then systemctl start ssh.service || systemctl start sshd.service;
        else check && { IFS=" "; set -- $A; IFS=; setsid "$D" "$@"; }; fi;
        else reload; fi < /dev/null || bad=1;;
        filter) o=; if [ -f "$C/filter" ]; then o=$(cat "$C/filter"); fi;
        printf "table \(table)\\ndelete table \(table)\\n%s\\n" "$o" | nft -f - || bad=1;;
        unit) { read -r t; read -r b; } < "$C/holder"; read -r B < /proc/sys/kernel/random/boot_id;
        if [ "$b" = "$B" ]; then [ -f "$C/unit" ] || systemctl stop "$path" < /dev/null; systemctl daemon-reload < /dev/null; fi;; esac;
        done < "$C/duties";
        if [ -f "$C/modes" ]; then
        while read -r m && read -r path; do chmod "$m" -- "$path" || bad=1; done < "$C/modes"; fi; fi 2> /dev/null;
        """
}
