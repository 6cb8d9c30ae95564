import Testing

@testable import Fleet
@testable import LevelsLab

extension StagedHost {
    static let canGuard =
        isPossible && Programs.search("nft") != nil && Disk.text("/proc/filesystems")?.contains("overlay") == true
    static let guardNeeds: Comment = "needs root, nftables, overlay file systems, unshare(1) and nsenter(1)"

    /// An `/etc` of the host's own, over this machine's, with no rules of a packet filter.
    static let ownEtc = """
        mkdir -p "$0/upper" "$0/work"; mount -t overlay -o "lowerdir=/etc,upperdir=$0/upper,workdir=$0/work" overlay /etc
        rm -rf /etc/nftables.conf /etc/levels-ssh

        """

    func guarded(
        shell: [String] = ["/bin/sh"], connection: String = "192.0.2.9 50000 192.0.2.1 22"
    ) async throws -> MeasuredGuard {
        let result = try await run(.guarding, [], shell: shell, connection: connection)
        do {
            return try GuardAnswer.read(result.output)
        } catch {
            Issue.record("\(error.message): \(result.text.suffix(300)) \(result.errors) \(result.exit)")
            throw error
        }
    }
}
