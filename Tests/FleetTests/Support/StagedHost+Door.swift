import AuthorizedKeys
import Testing

@testable import Fleet
@testable import LevelsLab

/// A staged host with an sshd that listens, and a packet filter, in a network of its own.
extension StagedHost {
    static let dropIn = "/etc/ssh/sshd_config.d/00-levels.conf"
    static let canFilter = isPossible && Programs.search("nft") != nil && Programs.search("ssh") != nil
    static let whyNoFilter: Comment = "needs root, unshare(1), nsenter(1), nft(8) and ssh(1)"
    static let keyOnly = Array("PasswordAuthentication no\nKbdInteractiveAuthentication no\n".utf8)

    /// - Parameters:
    ///   - more: what stands in the configuration behind the drop-ins.
    ///   - arguments: sshd's.
    static func withDoor(
        more: String = "", arguments: String = "", setup: String = "",
        _ body: @escaping @Sendable (StagedHost) async throws -> Void
    ) async throws {
        let config = "Include /etc/ssh/sshd_config.d/*.conf\nAuthorizedKeysFile /etc/ssh/keys_%u\n\(more)"
        let start =
            "mkdir -p /etc/ssh/sshd_config.d; ip link set lo up; \(setup)\n"
            + "/usr/sbin/sshd \(arguments) > /dev/null 2>&1 < /dev/null"
        try await with(config: config, setup: start, network: true) { host in
            do {
                try await body(host)
            } catch {
                try await host.endDoor()
                throw error
            }
            try await host.endDoor()
        }
    }

    private func endDoor() async throws { try await sh("kill $(cat /run/sshd.pid)") }

    /// What sshd offers to who has shown nothing yet.
    func offers(_ user: String = "app") async throws -> String {
        let said = try await self([
            "/bin/sh", "-c",
            "ssh -o PreferredAuthentications=none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "
                + "-o GlobalKnownHostsFile=/dev/null -F /dev/null \(user)@127.0.0.1 true 2>&1",
        ]).text
        let offered = try #require(said.split(separator: "(").last?.split(separator: ")").first, "\(said)")
        return String(offered)
    }

    /// A drop-in that is not there yet, and what else is to be done with it.
    static func doorRequest(
        _ bytes: [UInt8] = keyOnly, patience: Int = 60, rules: [UInt8]? = nil, oldRules: [UInt8]? = nil,
        more: [FileChange] = []
    ) throws -> ChangeRequest {
        var files = more
        var duties: [ChangeDuty] = []
        if let rules {
            files.append(
                FileChange(
                    folder: "/etc/ssh", name: "levels.nft", owner: 0, group: 0, old: oldRules.map { FileHash(of: $0) },
                    bytes: rules))
            duties.append(.loadFilter("/etc/ssh/levels.nft"))
        }
        files.append(
            FileChange(
                folder: "/etc/ssh/sshd_config.d", name: "00-levels.conf", owner: 0, group: 0, old: nil, bytes: bytes))
        return try #require(
            ChangeRequest(
                holder: "alice@laptop", patience: patience, files: files, duties: duties + [.reloadSSHD]))
    }

    /// All that the packet filter holds.
    func ruleset() async throws -> String { try await sh("nft -s list ruleset") }
}
