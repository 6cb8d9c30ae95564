extension HostScript {
    /// Changes files so that the host takes it back by itself unless ``settle`` confirms it: ``ChangeRequest`` says what,
    /// ``ChangeAnswer`` how it went.
    public static let change = HostScript("change", prelude + lock + findingListener + changing)

    /// Reads one file of a plan: eight lines.
    static let item = ["dir", "name", "parent", "owner", "mode", "old", "new", "size"].map { "read -r " + $0 }
        .joined(separator: " && ")

    /// In this order, so that whenever it is ended a file is the old one or the new one:
    /// 1. a folder is made, which is the lock;
    /// 2. what is to be done is written there, and with it what takes it back; a file says that both are whole;
    /// 3. what leaves an account goes into quarantine; beside each file the new one is written and read again, and the
    ///    old one gets a second name;
    /// 4. once all of the request has come, all that was written is flushed, in one go;
    /// 5. the reverter is started in a session of its own, and has said that it runs;
    /// 6. each new file is renamed over the old one, and both are read again: whoever has written into the old one
    ///    meanwhile gets it back. That they are flushed is ``settle``'s: until then the machine takes them back;
    /// 7. each ``ChangeDuty`` is checked, with the new files in place, and then done.
    ///
    /// It works in folders by `cd`, and checks where it has got: whoever owns a folder could put a link in its place, but
    /// not under the feet of who stands in it. A new file gets its owner by the descriptor that it was made with, so that
    /// nothing else can be given away in its place. Signals and a closed connection do not stop it.
    static let changing = """
        exec 3>&1; unset IFS; listener;
        set -C; trap "" HUP INT TERM PIPE; IFS=;
        gone() { cd /; set +f; mv -T "$C" "$S/gone-$token" && rm -rf "$S"/gone-*; set -f; };
        pid=; i=0;
        stop() {
        [ -n "$pid" ] && kill -9 "-$pid";
        if [ -f "$C/ready" ]; then /bin/sh "$C/revert" "$C" "$token" now > /dev/null < /dev/null; else gone; fi;
        say "failed $1 $i" >&3; exit 1; };
        sums() { h=$(sha256sum -- "$@") || h=; g=${h#*"$nl"}; h=${h%% *}; g=${g%% *}; };
        item() { \(item); };
        duty() { \(duty); };
        \(reloading)
        nl=$(printf "\\nx"); nl=${nl%x};
        read -r token && read -r who && read -r wait && read -r rev && read -r qname && read -r kept && read -r count && read -r duties || { say "failed input 0"; exit 1; };
        [ -d "$S" ] || mkdir -p "$S" || { say "failed state 0"; exit 1; };
        if ! mkdir "$C"; then
        if [ -d "$C" ]; then unset IFS; lock; say "failed busy 0"; else say "failed state 0"; fi; exit 1; fi;
        read -r boot < /proc/sys/kernel/random/boot_id; IFS=" "; read -r up x < /proc/uptime; IFS=;
        now=${now:-$(date +%s)};
        printf "%s\\n" "$token" "$boot" "${up%.*}" "$now" "$$" "$who" > "$C/holder" || stop state;
        while [ $i -lt "$count" ]; do
        i=$((i + 1)); item && printf "%s\\n" "$dir" "$name" "$parent" "$owner" "$mode" "$old" "$new" "$size" || stop input;
        done > "$C/plan"; i=0;
        while [ $i -lt "$duties" ]; do
        i=$((i + 1)); duty && printf "%s\\n" "$kind" "$path" || stop input;
        done > "$C/duties"; i=0;
        { printf "%s\\n" "$rev" > "$C/revert" && : > "$C/ready"; } || stop state;
        N=$C$nl$C/holder$nl$C/plan$nl$C/duties$nl$C/revert$nl$S;
        if [ "$qname" != - ]; then
        [ -d "$S/quarantine" ] || mkdir "$S/quarantine" || stop quarantine;
        printf "%b" "$kept" >> "$S/quarantine/$qname" || stop quarantine;
        N=$N$nl$S/quarantine/$qname$nl$S/quarantine; fi;
        exec 4< "$C/plan";
        while item <&4; do
        i=$((i + 1)); cd /; read -r data || stop input;
        if [ "$parent" != - ] && ! [ -e "$dir" ]; then
        cd -P "$parent" && [ "$PWD" = "$parent" ] && mkdir "./${dir##*/}" && chown -h "$owner" "./${dir##*/}" || stop folder; fi;
        cd -P "$dir" && [ "$PWD" = "$dir" ] || stop folder;
        t=.$name.levels-$token;
        if [ "$old" = - ]; then ! [ -e "./$name" ] && ! [ -L "./$name" ] || stop differs;
        else [ -f "./$name" ] && ! [ -L "./$name" ] || stop differs; fi;
        w=write;
        { printf "%b" "$data" >&5 && w=owner && { [ "$mode" = 600 ] || chmod "$mode" /proc/self/fd/5; } &&
        { [ "$me:$owner" = 0:0:0 ] || chown "$owner" /proc/self/fd/5; }; } 5> "./$t.new" || stop $w;
        if [ "$old" = - ]; then sums "./$t.new"; else
        sums "./$name" "./$t.new"; [ "$h" = "$old" ] || stop differs; h=$g;
        fi;
        [ "$h" = "$new" ] || stop write;
        if [ "$old" != - ]; then ln "./$name" "./$t.old" || { cp -p "./$name" "./$t.old" && sums "./$t.old" && [ "$h" = "$old" ]; } || stop keep; fi;
        N=$N$nl${dir%/}/$t.new;
        done; i=0;
        exec 4<&-;
        read -r dot && [ "$dot" = . ] || stop input;
        IFS=$nl; sync -- $N || sync; IFS=;
        arm() {
        if [ "$me" = 0 ] && [ -d /run/systemd/system ] && command -v systemd-run > /dev/null; then
        systemd-run -q --collect --unit "levels-ssh-$token" -- /bin/sh "$C/revert" "$C" "$token" "$wait" > /dev/null < /dev/null 2>&1 3>&- || return 1;
        k=0; while ! [ -s "$C/armed" ] && [ $k -lt 100 ]; do k=$((k + 1)); sleep 0.1; done;
        read -r pid < "$C/armed";
        else
        if ! command -v setsid > /dev/null; then setsid() { nohup "$@"; }; fi;
        pid=$(setsid /bin/sh "$C/revert" "$C" "$token" "$wait" < /dev/null 2> /dev/null 3>&- &); fi;
        [ -n "$pid" ] && [ -d "/proc/$pid" ] && [ -s "$C/armed" ]; };
        arm || stop arm;
        say "armed $pid" >&3;
        exec 4< "$C/plan";
        while item <&4; do
        i=$((i + 1)); cd /; cd -P "$dir" && [ "$PWD" = "$dir" ] || stop folder;
        t=.$name.levels-$token;
        if [ "$old" = - ]; then ! [ -e "./$name" ] && ! [ -L "./$name" ] || stop differs;
        else ! [ -L "./$name" ] && { [ "./$name" -ef "./$t.old" ] || { sums "./$name" && [ "$h" = "$old" ]; }; } || stop differs; fi;
        mv -fT "./$t.new" "./$name" || stop rename;
        if [ "$old" = - ]; then sums "./$name"; else sums "./$name" "./$t.old"; [ "$g" = "$old" ] || stop differs; fi;
        [ "$h" = "$new" ] && ! [ -L "./$name" ] && [ "$(stat -c "%h %u:%g %a" "./$name")" = "1 $owner $mode" ] || stop reread;
        done; i=0;
        exec 4<&-;
        \(checkingDuties)
        \(doingDuties)
        [ -f "$C/armed" ] || stop late;
        say "changed $token";
        """
}
