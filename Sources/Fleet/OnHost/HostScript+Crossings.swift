extension HostScript {
    /// Tries to connect from the machine to each of ``CrossingRequest``'s addresses, all at once; ``CrossingAnswer`` tells.
    ///
    /// By ssh(1), which every server of OpenSSH comes with, and which says `Connection established` of any TCP connection
    /// before it waits for a word of the other side's. It trusts no host key here, so that nothing is ever logged in to.
    /// Through sshd, as tunnels go, it could not be tried: what a key may forward to says nothing of the network.
    public static let crossings = HostScript(
        "crossings",
        """
        \(prelude)
        if ! command -v ssh > /dev/null; then say nossh; say end; exit 0; fi;
        reach() {
        o=$(ssh -v -F /dev/null -o BatchMode=yes -o ProxyCommand=none -o ConnectTimeout=3 -o ConnectionAttempts=1
        -o StrictHostKeyChecking=yes -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null
        -o IdentityFile=/dev/null -o IdentityAgent=none -p "$2" -- "$1" : 2>&1 < /dev/null);
        case "$o" in
        *": Connection established."*) r=open;;
        *": Connection refused"*) r=refused;;
        *": Connection timed out"*) r=silent;;
        *": No route to host"*|*": Network is unreachable"*|*": Operation not permitted"*|*": Permission denied"*) r=shut;;
        *"Could not resolve hostname"*) r=unresolved;;
        *) r=unknown;;
        esac;
        say "try $3 $r"; };
        n=0;
        while read -r h p; do [ "$h" = . ] && break; n=$((n + 1)); reach "$h" "$p" "$n" & done;
        wait; say end
        """)
}
