/// What another process has open, as far as we may know: proc(5). On macOS nothing is known.
enum OpenFiles {
    /// The file that its standard error goes to. Only the lab's own servers write to the lab's log files.
    static func standardError(of pid: Int32) -> String? { Disk.linkTarget("/proc/\(pid)/fd/2") }

    /// What its environment was when it was started: a few programs write their title over it.
    static func environment(of pid: Int32) -> Set<String> {
        let bytes = Disk.read("/proc/\(pid)/environ") ?? []
        return Set(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    }

    /// What it shows as its command: sshd writes there whose session it is.
    static func title(of pid: Int32) -> String {
        let bytes = Disk.read("/proc/\(pid)/cmdline", limit: 4096) ?? []
        let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return words.joined(separator: " ")
    }

    static func program(of pid: Int32) -> String? { Disk.linkTarget("/proc/\(pid)/exe") }
}
