import Fleet
import Inventory
import SSH

/// The address that a bastion sees us come from, which nobody else can tell, and what the declared whitelist says to it.
struct OwnAddress {
    let plan: RemotePlan
    let vpc: VPC
    let rooms: Rooms

    private static let name = "whitelist"

    func step(at bastion: Session?) async -> DoctorStep {
        guard let address = await Self.seen(by: bastion) else {
            return DoctorStep(
                name: Self.name, verdict: .note,
                found: "not compared: the bastion does not say where you come from",
                advice: ["levels-ssh whitelist check ADDRESS"])
        }
        let seen = "the bastion sees you come from \(address)"
        let whitelist: Whitelist
        do throws(CommandFailure) {
            let declared = try rooms.roster(plan.inventory.path)
            whitelist = Whitelist(of: vpc, in: declared.inventory, declared.roster, at: Inventory.currentTime())
        } catch {
            return DoctorStep(
                name: Self.name, verdict: .note, found: "\(seen); not compared: \(error.message)",
                advice: error.hint.map { [$0] } ?? [])
        }
        guard whitelist.isDeclared else {
            return DoctorStep(name: Self.name, verdict: .fine, found: "\(seen); VPC \(vpc.name) has none")
        }
        guard let entry = whitelist.admitting(address).max(by: { ($0.until?.end ?? .max) < ($1.until?.end ?? .max) })
        else {
            let network = "\(address)/\(address.family.width)"
            return DoctorStep(
                name: Self.name, verdict: .note,
                found: "\(seen), which the declared whitelist of VPC \(vpc.name) does not let in",
                advice: [
                    "the next apply shuts you out: levels-ssh whitelist add \(network) --owner NAME --until DAY "
                        + "--vpc \(vpc.name)"
                ])
        }
        let until = entry.until.map { " until \($0)" } ?? ""
        return DoctorStep(
            name: Self.name, verdict: .fine, found: "\(seen), let in as \(entry.cidr) of \(entry.owner)\(until)")
    }

    /// sshd(8): `SSH_CONNECTION` is the client's address and port, and the server's. A key that runs no commands is told
    /// where it comes from as it is refused.
    private static func seen(by bastion: Session?) async -> IPAddress? {
        let asking = "echo \"seen $SSH_CONNECTION\""
        guard let said = try? await bastion?.run(asking, limit: 400, within: .seconds(10)) else { return nil }
        guard said.exit == .status(0) else { return ForcedCommand.address(in: said.errorOutput) }
        let words = String(decoding: said.output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 5, words[0] == "seen" else { return nil }
        return IPAddress(folding: String(words[1]))
    }
}
