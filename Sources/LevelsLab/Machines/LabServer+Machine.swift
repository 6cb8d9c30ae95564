extension LabServer {
    /// Whether it is a machine with its own `/etc`, `/home`, `/root`, `/var/lib` and processes, rather than an sshd alone.
    public var isWholeMachine: Bool { record.machine != nil }

    /// What to put before a command so that it runs on the machine, as root.
    /// - Throws: ``LabFailure/notPossible(_:hint:)`` for what is no whole machine, or does not run.
    public func prefix() throws(LabFailure) -> [String] {
        let nsenter = try Programs.find("nsenter", install: "apt-get install util-linux")
        return [nsenter, "--target", "\(try first())", "--mount", "--uts", "--net", "--pid", "--"]
    }

    /// Runs a command on the machine, as root, past its sshd.
    /// - Returns: what it wrote to stdout.
    @discardableResult
    public func run(_ argv: [String], input: String = "") async throws(LabFailure) -> String {
        try await Command.run(try prefix() + argv, input: input)
    }

    /// The name by which a file of the machine can be opened from outside: whatever is mounted there is seen as the machine
    /// sees it. It holds until the machine ends; proc(5) on `/proc/[pid]/root`.
    public func seen(_ path: String) throws(LabFailure) -> String { "/proc/\(try first())/root\(path)" }

    /// The machine's first process, by its number outside.
    func first() throws(LabFailure) -> Int32 {
        guard isWholeMachine else {
            throw .notPossible("\(name) is no whole machine", hint: "levels-lab up --stock-sshd")
        }
        let root = try running()
        let children = Disk.text("/proc/\(root.pid)/task/\(root.pid)/children") ?? ""
        if let child = children.split(separator: " ").first.flatMap({ Int32($0) }) { return child }
        // A kernel without that file.
        guard let child = ProcessTable.now().tree(of: root).dropFirst().first else {
            throw .notPossible("\(name) does not run", hint: "levels-lab start \(name)")
        }
        return child.pid
    }
}
