import Inventory
import LevelsLab
import SSH
import Testing
import Tunnel

/// What a tunnel that cannot be opened says: which hop, what happened, what to do, and how the command ends.
@Suite("refusals", .grounds(Refused.arrange), .timeLimit(.minutes(2)))
struct RefusalTests {
    @Test("each failure has its own hop, message, hint and exit code", arguments: Refused.all)
    func refused(_ refused: Refused) async throws {
        let grounds = try Grounds.current
        var options = try grounds.options()
        options.keepOneRoute()
        let keep = try await refused.arrange(grounds, &options)
        let failure = await #expect(throws: TunnelFailure.self) { try await grounds.tunnel(options) { _, _ in } }
        withExtendedLifetime(keep) {}
        #expect(failure?.hop == refused.hop(options))
        #expect(failure?.exit == refused.exit)
        #expect(failure?.message.contains(refused.message) == true, "\(failure?.message ?? "")")
        #expect(failure?.hint?.contains(refused.hint) == true, "\(failure?.hint ?? "")")
    }

    @Test("no two failures say the same")
    func distinct() {
        #expect(Set(Refused.all.map { $0.message + $0.hint }).count == Refused.all.count)
    }

    @Test("a passphrase that is wrong is not asked for again on every route")
    func passphraseOnce() async throws {
        let grounds = try Grounds.current
        var options = try grounds.options()
        let asked = WrongPassphrase()
        try await Refused.lockKey(grounds, &options, asked)
        _ = await #expect(throws: TunnelFailure.self) { try await grounds.tunnel(options) { _, _ in } }
        #expect(options.vpc.bastions.count == 2)
        #expect(asked.times == asked.attempts)
    }
}
