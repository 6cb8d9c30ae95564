import SSH

/// What runs at a host to copy a file: POSIX sh, and `sha256sum` or `shasum`. No SFTP: its subsystem may be switched off
/// where commands are allowed, libssh2 waits for each of its packets, and it has no word for a hash.
///
/// Paths and numbers come as arguments; not one of them stands in a text.
enum CopyScript {
    /// Where a file is put together: beside where it goes, by the hash that it will have, so that only the same file is
    /// ever gone on with. What lies there has to be our own, and no link: in a folder of everybody's it could be somebody
    /// else's, who would change it after it was compared. Arguments: destination, name, hash.
    private static let places = """
        d=$1; if [ -d "$d" ]; then d=${d%/}/$2; fi; \
        case $d in */*) f=${d%/*}/;; *) f=;; esac; p=$f.${d##*/}.${3%????????????????????????????????????????????????}.part; \
        if [ -h "$p" ] || { [ -e "$p" ] && ! [ -O "$p" ]; }; then echo "$p is not ours" >&2; exit 73; fi
        """

    private static let hash =
        "{ sha256sum 2>/dev/null || shasum -a 256; } <"

    /// Says how much is there already.
    static func askUpload(_ destination: String, _ name: String, _ hash: String) -> [UInt8] {
        command("\(places); if [ -f \"$p\" ]; then wc -c < \"$p\"; else echo 0; fi", [destination, name, hash])
    }

    /// Takes the rest from standard input, and moves what came of it to its place if it is what it should be. Further
    /// arguments: mode, size.
    static func upload(
        _ destination: String, _ name: String, _ hash: String, mode: String, size: Int
    ) -> [UInt8] {
        command(
            """
            \(places); umask 077; cat >> "$p" || exit 73; s=$(wc -c < "$p"); if [ $((s)) -lt "$5" ]; then exit 75; fi; \
            h=$(\(Self.hash) "$p"); if [ "${h%% *}" != "$3" ]; then rm -f "$p"; exit 74; fi; \
            chmod "$4" "$p" && mv -f "$p" "$d"
            """, [destination, name, hash, mode, String(size)])
    }

    /// Says size and hash.
    static func askDownload(_ path: String) -> [UInt8] {
        command(
            """
            if [ ! -f "$1" ]; then echo "no file $1" >&2; exit 72; fi; s=$(wc -c < "$1"); h=$(\(hash) "$1"); \
            echo "$((s)) ${h%% *}"
            """, [path])
    }

    static func download(_ path: String, from offset: Int) -> [UInt8] {
        command("tail -c +\"$2\" < \"$1\"", [path, String(offset + 1)])
    }

    private static func command(_ text: String, _ arguments: [String]) -> [UInt8] {
        RemoteCommandLine(["/bin/sh", "-c", text, "levels-ssh"] + arguments).bytes
    }
}
