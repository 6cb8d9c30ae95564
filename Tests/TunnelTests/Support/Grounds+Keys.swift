import Testing

@testable import LevelsLab

extension Grounds {
    /// The path of a new private key that no server knows.
    func strangersKey() async throws -> String {
        let path = "\(lab.folder)/client/stranger-\(Random.hex(4))"
        _ = try await KeyMaker.make("ed25519", at: path, comment: "stranger")
        return path
    }

    /// The path of a copy of the client's key, encrypted.
    func lockedKey(passphrase: String) async throws -> String {
        let path = "\(lab.folder)/client/locked-\(Random.hex(4))"
        try Disk.write(try #require(Disk.text(lab.clientKey)), to: path)
        try await Command.run([try Programs.sshKeygen(), "-q", "-p", "-N", passphrase, "-f", path])
        return path
    }
}
