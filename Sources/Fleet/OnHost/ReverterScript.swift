/// What takes a change back. It goes to the host as data, into a file that only root (or the account) can write, and runs
/// from there: on its own, after so many seconds; or at once, with `now` in the place of the seconds.
///
/// May be run again, and twice at the same time: what is back already is left alone. A file that is neither the old nor the
/// new one is somebody else's by now, and is left alone too.
enum ReverterScript {
    /// One line.
    static let text = HostScript.oneLine(
        """
        C=$1; token=$2; wait=$3;
        set -fC; umask 077; LC_ALL=C; \(HostScript.path); export LC_ALL PATH;
        trap "" HUP INT PIPE; cd /; IFS=;
        \(HostScript.reloading)
        if [ "$wait" != now ]; then
        echo $$ > "$C/armed" || exit 1;
        echo $$;
        exec > /dev/null;
        sleep "$wait";
        fi;
        t=; read -r t < "$C/holder"; [ "$t" = "$token" ] || exit 0;
        mv -T "$C/armed" "$C/reverting" 2> /dev/null;
        [ -f "$C/reverting" ] || { [ "$wait" = now ] && ! [ -f "$C/confirmed" ]; } || exit 0;
        bad=0;
        while \(HostScript.item); do
        cd /; cd -P "$dir" 2> /dev/null && [ "$(pwd -P)" = "$dir" ] || continue;
        t=.$name.levels-$token;
        rm -f "./$t.new";
        h=$(sha256sum < "./$name") || h=;
        if [ "${h%% *}" = "$new" ] && ! [ -L "./$name" ]; then
        if [ "$old" = - ]; then rm -f "./$name"; else mv -fT "./$t.old" "./$name"; fi;
        sync . || sync;
        h=$(sha256sum < "./$name") || h=;
        if [ "${h%% *}" = "$new" ] && [ "$new" != "$old" ]; then bad=1; continue; fi;
        fi;
        rm -f "./$t.old";
        done 2> /dev/null < "$C/plan";
        \(undoingDuties)
        [ $bad = 0 ] || exit 1;
        cd "$C/.." || exit 1;
        echo "$token reverted $(date +%s)" >| last.new && mv -fT last.new last;
        sync . || sync;
        mv -T change "gone-$token" && set +f && rm -rf gone-*
        """)
}
