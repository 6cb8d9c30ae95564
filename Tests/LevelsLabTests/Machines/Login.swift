@testable import LevelsLab

extension Lab {
    /// Runs a command on a server of the lab by OpenSSH, from the client, as `user`, with a person's key.
    func ssh(
        _ user: String, _ server: String, key: String? = nil, _ command: String
    ) async throws(LabFailure) -> String {
        try await Command.run(try sshWords(user, server, key: key) + [command])
    }

    func sshWords(_ user: String, _ server: String, key: String? = nil) throws(LabFailure) -> [String] {
        let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
        // The identity comes before the one that the file names, and no other is tried.
        let identity = key.map { ["-i", $0] } ?? []
        return clientPrefix + [ssh, "-F", sshConfigFile] + identity + ["-l", user, server]
    }
}
