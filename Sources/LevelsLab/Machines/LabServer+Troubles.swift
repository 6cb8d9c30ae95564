extension LabServer {
    /// Covers an account's home by a file system of that size, with what was in the home; until the machine ends.
    public func limitHome(of account: String, kibibytes: Int) async throws(LabFailure) {
        let script = """
            set -e
            cp -a "/home/$1" "/home/.$1"
            mount -t tmpfs -o "size=$2k" tmpfs "/home/$1"
            cp -a "/home/.$1/." "/home/$1/"
            rm -rf "/home/.$1"
            """
        try await run(["/bin/sh", "-c", script, "sh", account, "\(kibibytes)"])
    }

    /// Fills the file system that ``limitHome(of:kibibytes:)`` has made, but for so much; what was filled in before goes.
    public func fillHome(of account: String, leaving kibibytes: Int = 0) async throws(LabFailure) {
        let script = """
            rm -f "/home/$1/filler"
            free=$(df -Pk "/home/$1" | awk 'NR == 2 { print $4 }')
            head -c "$(((free - $2) * 1024))" /dev/zero > "/home/$1/filler"
            """
        try await run(["/bin/sh", "-c", script, "sh", account, "\(kibibytes)"])
    }

    /// Puts the machine's clock ahead, or back: for its sshd, for sudo, for every program that is started from now on.
    ///
    /// Linux has no namespace for the time of day (time_namespaces(7) shifts the others), so every program is given
    /// Debian's libfaketime by `/etc/ld.so.preload`, which goes for programs that change their user as well.
    public func setClock(ahead offset: Duration) async throws(LabFailure) {
        guard let library = Self.fakeTime else {
            throw .missingProgram("libfaketime", install: "apt-get install libfaketime")
        }
        try await stopListening()
        let seconds = offset.components.seconds
        if seconds == 0 {
            try Disk.removeAll(try seen("/etc/ld.so.preload"))
        } else {
            let sign = seconds < 0 ? "" : "+"
            try Disk.write("\(sign)\(seconds)\n", to: try seen("/etc/faketimerc"), mode: 0o644)
            try Disk.write(library + "\n", to: try seen("/etc/ld.so.preload"), mode: 0o644)
        }
        try await startListening()
    }

    /// Debian keeps it in a folder for the machine's architecture.
    public static var fakeTime: String? {
        let folders = (Disk.entries("/usr/lib") ?? []).map { "/usr/lib/\($0)/faketime" }
        return folders.map { $0 + "/libfaketime.so.1" }.first(where: Disk.exists)
    }
}
