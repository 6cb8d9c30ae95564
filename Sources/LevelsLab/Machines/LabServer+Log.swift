/// A login that sshd has taken.
public struct LabLogin: Sendable, Hashable {
    public let user: String
    /// Where it came from.
    public let address: String
    /// `SHA256:...`, of the key.
    public let fingerprint: String
}

/// Somebody who is logged in.
public struct LabSession: Sendable, Hashable {
    public let user: String
    /// The process of sshd that runs as root for it, by its number outside.
    public let pid: Int32
}

extension LabServer {
    /// How much it has written, in bytes: what the others here are counted from, to leave out what was before.
    public func logMark() -> Int { LabLog(path: logFile).size }

    /// Connections to its port, whatever became of them; those that MaxStartups has turned away are none.
    public func connections(since mark: Int = 0) -> Int {
        LabLog(path: logFile).lines(since: mark).count { $0.hasPrefix("Connection from ") }
    }

    /// Logins by key, in their order.
    public func logins(since mark: Int = 0) -> [LabLogin] {
        LabLog(path: logFile).lines(since: mark).compactMap { line in
            // Accepted publickey for ops from 10.9.0.11 port 41234 ssh2: ED25519 SHA256:...
            guard line.hasPrefix("Accepted publickey for ") else { return nil }
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\r" })
            guard words.count > 10 else { return nil }
            return LabLogin(user: String(words[3]), address: String(words[5]), fingerprint: String(words[10]))
        }
    }

    /// Connections that were turned away since too many were logging in at once: sshd_config(5), MaxStartups.
    public func drops(since mark: Int = 0) -> Int {
        LabLog(path: logFile).lines(since: mark).count {
            $0.hasPrefix("drop connection ") && $0.lowercased().contains("maxstartups")
        }
    }

    /// Who is logged in now. Linux only: elsewhere nobody is seen.
    public func sessions() throws(LabFailure) -> [LabSession] {
        ProcessTable.now().tree(of: try running()).compactMap { process in
            // One for each session runs as root, with the account's name; before the login it says that it knows none.
            let words = OpenFiles.title(of: process.pid).split(whereSeparator: { $0 == " " || $0 == "\r" })
            guard words.count == 3, words[0] == "sshd:" || words[0] == "sshd-session:", words[2] == "[priv]",
                words[1] != "unknown"
            else { return nil }
            return LabSession(user: String(words[1]), pid: process.pid)
        }
    }
}
