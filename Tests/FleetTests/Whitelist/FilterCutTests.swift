import Inventory
import Testing

@testable import Fleet
@testable import LevelsLab

@Suite("Our table between real machines", .enabled(if: FilterHere.isPossible, FilterHere.why))
struct FilterCutTests {
    /// Two namespaces and a wire. A connection that is up when its address is taken out carries nothing any more within a
    /// second, though the filter behind ours lets pass what is established. What listens sends back what it is sent: it
    /// is the packets that count.
    @Test(arguments: [("10.77.0.1", "10.77.0.2", "10.77.0.0/30"), ("fd77::1", "fd77::2", "fd77::/64")])
    func cutsAConnectionWhoseAddressIsTakenOut(_ bastion: String, _ client: String, _ network: String) async throws {
        let open = FilterTable(ports: [22], admitted: try FilterHere.set([network]))
        let shut = FilterTable(ports: [22], admitted: try FilterHere.set(["192.0.2.0/24"]))
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder, mode: 0o711)
        for (name, table) in [("open", open), ("shut", shut)] { try Disk.write(table.text, to: "\(folder)/\(name)") }
        let size = network.split(separator: "/")[1]
        let unshare = try Programs.find("unshare", install: "apt-get install util-linux")
        let said = try await Command.run(
            [
                unshare, "-n", "-p", "-f", "--kill-child", "--mount-proc", "/bin/bash", "-ec", Self.script, "bash",
                folder, bastion, client, String(size),
            ])
        try Disk.removeAll(folder)
        #expect(
            said == "before: hello\nopen: hello again\nshut: nothing\nnew: nothing\nother port: hello\nback: hello\n")
    }

    private static let script = """
        folder=$1 bastion=$2 client=$3 size=$4
        unshare -n sleep 60 & far=$!
        until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
        ip link add name near0 type veth peer name far0 netns $far
        ip address add $bastion/$size dev near0 nodad; ip link set near0 up; ip link set lo up
        inside() { nsenter -n -t $far -- "$@"; }
        inside ip address add $client/$size dev far0 nodad; inside ip link set far0 up
        nft 'table inet behind { chain input { type filter hook input priority 0; policy accept; ct state established accept; }; }'
        case $bastion in *:*) v=6;; *) v=4;; esac
        for port in 22 80; do socat TCP$v-LISTEN:$port,fork,reuseaddr EXEC:cat & done
        until inside bash -c "exec 3<>/dev/tcp/$bastion/80" 2>/dev/null; do :; done
        until inside bash -c "exec 3<>/dev/tcp/$bastion/22" 2>/dev/null; do :; done
        coproc peer { inside bash -c "exec 3<>/dev/tcp/$bastion/22; cat <&3 & exec cat >&3"; }
        say() { echo "$1" >&${peer[1]}; }
        hear() { if read -r -t $1 line <&${peer[0]}; then echo "$line"; else echo nothing; fi; }
        fresh() { inside timeout $2 bash -c "exec 3<>/dev/tcp/$bastion/$1; echo hello >&3; read -r line <&3; echo \\$line" || echo nothing; }
        say hello; echo "before: $(hear 5)"
        nft -f $folder/open; say "hello again"; echo "open: $(hear 5)"
        nft -f $folder/shut; say "still there"; echo "shut: $(hear 1)"
        echo "new: $(fresh 22 1)"
        echo "other port: $(fresh 80 5)"
        nft -f $folder/open; echo "back: $(fresh 22 5)"
        """
}
