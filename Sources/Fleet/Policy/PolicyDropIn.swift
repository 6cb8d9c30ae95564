public import AuthorizedKeys
public import Inventory

/// The file that makes an sshd keep the policy: it sorts before all others.
///
/// Of several values the first one counts, but a `Match` block that is met goes before all that is outside of one,
/// wherever it stands; and of several such blocks the first (sshd_config(5)). So what can stand in a block is said twice:
/// for everybody, and at the end in a `Match all`, which goes before every other file's blocks.
///
/// Where sshd does otherwise, what was measured tells: before OpenSSH 8.4 no block of a file that is included is ever met;
/// before 10.1 the last `MaxStartups` counts; and lists such as `AcceptEnv` grow with every block that is met.
public struct PolicyDropIn: Sendable, Hashable {
    public static let name = "00-levels.conf"

    public let text: String

    /// - Parameters:
    ///   - revokedKeys: the absolute path of the keys that are refused. It must be there before this file is: where sshd cannot
    ///     read it, it refuses every key, and `sshd -t` says nothing. Nil where it is not ours to write.
    ///   - cases: what was measured. A value that keeps the policy already stays, be it stricter than ours; keys are read
    ///     from where they are written now.
    ///   - exceptions: those that hold on the machine: what they say is written in the place of ours.
    public init(
        role: PolicyRole, version: SSHDVersion, revokedKeys: String?, cases: [PolicyCase] = [],
        exceptions: [PolicyException] = []
    ) {
        let settled = SettledPolicy(role: role, version: version, cases: cases, exceptions: exceptions)
        var lines = [
            "# Written by levels-ssh: changes are lost. What differs from it for a reason is declared in levels.yaml."
        ]
        lines += settled.everybody.filter { !$0.isMatchOnly }.flatMap { $0.lines(version) }
        if let revokedKeys { lines.append("RevokedKeys \(revokedKeys)") }
        for (user, settings) in settled.users {
            lines += ["", "Match User \(user)"] + settings.flatMap { $0.lines(version, indented: true) }
        }
        lines += ["", "# Before the blocks of all other files."]
        lines.append("Match all")
        lines += settled.everybody.filter { $0.isMatchable(version) }.flatMap { $0.lines(version, indented: true) }
        if let revokedKeys { lines.append("    RevokedKeys \(revokedKeys)") }
        text = lines.joined(separator: "\n") + "\n"
    }
}

/// A directive with the value that it is to have.
struct PolicySetting: Sendable, Hashable {
    let subject: PolicyDirective
    let value: String

    /// Of lists that grow by every line that is read; outside of a block ours would only add to them.
    var isMatchOnly: Bool { subject == .acceptEnv }

    func isMatchable(_ version: SSHDVersion) -> Bool { subject.inMatch.map { $0 <= version } ?? false }

    func lines(_ version: SSHDVersion, indented: Bool = false) -> [String] {
        // Renamed in 8.7. Before, both were there: the former one holds for everybody, and switches the other one on.
        var names = [subject.rawValue]
        if let former = subject.former, version < SSHDVersion(8, 7), !indented { names.append(former) }
        // A `ChannelTimeout none` in a block that is met ends every connection, from 9.2 to 10.5 at least: sshd replaces
        // the word when it has read its files, and not what a block puts in its place later.
        let value = subject == .channelTimeout && value == "none" ? PolicyRule.noChannelTimeout : value
        return names.map { (indented ? "    " : "") + "\($0) \(value)" }
    }
}
