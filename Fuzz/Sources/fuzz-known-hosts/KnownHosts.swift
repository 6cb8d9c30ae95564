import Fuzzing
import SSH

/// Any bytes are a known_hosts file, of which lines may be broken; looking a name up says something about it.
@main enum KnownHostsFile {
    static func main() {
        fuzz { start, count in
            let file = KnownHosts(
                path: "known_hosts", contents: [UInt8](UnsafeBufferPointer(start: start, count: count)))
            for entry in file.entries {
                _ = entry.matches(KnownHosts.lookupName(host: "host.example", port: 22))
                _ = entry.matches(KnownHosts.lookupName(host: "2001:db8::1", port: 2222))
                precondition(entry.line >= 1 && !entry.key.line.isEmpty)
            }
            precondition(file.notes.allSatisfy { $0.line >= 1 && !$0.reason.isEmpty })
            return 0
        }
    }
}
