/// What loads our table again when a bastion starts.
///
/// Where systemd is, a unit of our own does, and not a line in /etc/nftables.conf: that file is somebody else's, and
/// whether anything loads it is too; to enable nftables.service for our sake would load rules that nobody has asked for.
/// The unit follows that service all the same, since restarting or reloading it flushes every table: it is reloaded and
/// restarted with it, and started by it. Between the flush and our table, a few milliseconds, nobody is kept out.
/// It is asked for by drop-ins and not by links, as all that we write is a plain file, which can be replaced whole and put
/// back.
///
/// systemd is told at once, or the first reload before the machine starts again would take the table away for good.
///
/// Elsewhere a line in /etc/nftables.conf is all that there is. Its pattern matches nothing, rather than fails, once our
/// file is gone.
enum GuardUnit {
    static let name = "levels-ssh-whitelist.service"
    static let include = "include \"/etc/levels-ssh/*.nft\""

    static let wants = "[Unit]\nWants=\(name)\n"

    /// A machine that was restarted in the midst of a change takes that back before the table is loaded: nobody is left
    /// there who would. When the machine was started tells it from a change that is under way.
    ///
    /// - Parameter program: nft(8)'s path.
    static func text(_ program: String) -> String {
        """
        [Unit]
        Description=Who may come to the SSH port (levels-ssh)
        Documentation=man:levels-ssh(1)
        DefaultDependencies=no
        Wants=network-pre.target
        After=local-fs.target nftables.service
        Before=network-pre.target shutdown.target
        Conflicts=shutdown.target
        PartOf=nftables.service
        ReloadPropagatedFrom=nftables.service

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStartPre=-/bin/sh -c '\(takingBack)'
        ExecStart=/bin/sh -c 'test ! -f \(GuardFile.table.path) || exec \(program) -f \(GuardFile.table.path)'
        ExecReload=/bin/sh -c 'test ! -f \(GuardFile.table.path) || exec \(program) -f \(GuardFile.table.path)'

        """
    }

    /// systemd takes `$$` for `$`, and `%%` for `%`.
    private static let takingBack =
        "C=/var/lib/levels-ssh/change; test -f $$C/ready || exit 0; test ! -f $$C/confirmed || exit 0; "
        + "{ read -r t; read -r b; } < $$C/holder; read -r B < /proc/sys/kernel/random/boot_id; "
        + "test \"$$b\" = \"$$B\" || exec /bin/sh $$C/revert $$C \"$$t\" now"

    /// The same rules, and a line that loads ours; nil where they have it.
    static func including(_ rules: [UInt8]) -> [UInt8]? {
        let lines = rules.split(separator: UInt8(ascii: "\n"))
        guard !lines.contains(where: { $0.elementsEqual(include.utf8) }) else { return nil }
        let end: [UInt8] = rules.isEmpty || rules.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        return rules + end + Array(include.utf8) + [UInt8(ascii: "\n")]
    }
}
