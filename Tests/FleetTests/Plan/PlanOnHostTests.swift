import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

@Suite("A plan on a host", .enabled(if: StagedHost.isPossible, StagedHost.why))
struct PlanOnHostTests {
    @Test func isMadeSoAndThenThereIsNothingToDo() async throws {
        try await StagedHost.with { host in
            var declaring = Declaring()
            declaring.environments = [
                try Declaring.environment("prod", hosts: ["10.0.0.1:22"], databases: [], foreign: .remove)
            ]
            let inventory = try declaring.inventory()
            let gone = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJuJmLfFWgEFVy2Y1qTs7JqpYyV8eUWJ5FHkUWcOaNs0"
            let roster = Roster(
                folder: "",
                people: [
                    try Declaring.person("alice", ["prod": .shell], keys: [Declaring.keys[0]]),
                    try Declaring.person("bob", keys: [Declaring.keys[1]], admin: true),
                    try Declaring.person("carol", keys: [Declaring.keys[2]], admin: true),
                ], revoked: [RevokedKey(key: try PublicKey(parsing: gone))], revokedFile: Array("\(gone)\n".utf8))
            let machine = try #require(inventory.machines.first { $0.role == .host })
            let declared = try DeclaredKeys(inventory: inventory, roster: roster).accounts(on: machine)
            let users = declared.map(\.user)
            try await host.write(Array("# kept\n\(gone) $(touch /ran)\n".utf8), to: StagedHost.keysFile)
            try await host.sh("rmdir /home/ops/.ssh")

            func plan() async throws -> MachinePlan {
                let measured = try await host.survey(users)
                let rules = PlanRules(roster: roster, now: measured.clock.seconds)
                return MachinePlan(machine, declared: declared, measured: measured, rules: rules)
            }
            let first = try await plan()
            #expect(first.refusals.isEmpty && !first.isInStep, "\(first.text)")
            let request = try #require(first.request(holder: "alice@laptop"))
            #expect(request.files.count == 3)
            #expect(try await host.change(request) == .changed)
            #expect(try await host.settle(.confirm, request.token) == .confirmed)
            let second = try await plan()
            #expect(second.isInStep && second.request(holder: "") == nil, "\(second.text)")
            #expect(try await host.sh("head -n 1 \(StagedHost.keysFile)") == "# kept\n")
            #expect(try await host.sh("stat -c '%u %a' /var/lib/levels-ssh/revoked_keys") == "0 644\n")
            #expect(try await host.sh("stat -c '%u %a' /home/ops/.ssh/authorized_keys") == "64002 600\n")
            #expect(try await host(["test", "-e", "/ran"]).exit == 1)
        }
    }
}
