import Testing

@testable import LevelsLab

extension StagedHost {
    static let systemd = "/usr/lib/systemd/systemd"
    static let canBoot = isPossible && Disk.exists(systemd) && Programs.search("systemd-run") != nil
    static let bootNeeds: Comment = "needs root, systemd, unshare(1) and nsenter(1)"

    /// Behind what mounts: systemd becomes the first process of namespaces of its own, with none of this machine's units
    /// but the few that others need; it is told of once it takes requests. What it is killed with ends all of it.
    static let booting = """

        mkdir -p "$0/units"
        for u in default sysinit basic shutdown; do printf '[Unit]\\nDescription=%s\\nDefaultDependencies=no\\n' $u > "$0/units/$u.target"; done
        (
        i=0; until [ -S /run/systemd/private ] || [ $i -ge 100 ]; do i=$((i + 1)); sleep 0.1; done
        for c in $(cat /proc/$$/task/$$/children); do read -r n < /proc/$c/comm; if [ "$n" = systemd ]; then echo $c; fi; done
        ) &
        trap - EXIT
        mount -t tmpfs tmpfs /etc/systemd/system
        export container=levels SYSTEMD_UNIT_PATH="$0/units:/etc/systemd/system" SYSTEMD_LOG_TARGET=null
        exec unshare -m -p -C -f --kill-child --mount-proc /bin/sh -c 'mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec \(systemd)' > /dev/null 2>&1
        """
}
