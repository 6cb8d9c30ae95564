import Files
import Fleet
import Inventory
import Reach

/// `audit`, once it is known what is asked for: one round after the other, so that no machine is asked by two at once.
struct AuditTask: Sendable {
    let session: FleetSession
    let reporter: Reporter
    let offers: [MachineOffers]
    let ledger: Ledger
    let origin: AuditOrigin
    let scope: AuditScope
    /// Where to write the page.
    let page: String?

    /// Gives the exit code.
    func run() async throws -> Int32 {
        let began = UTCTime(Inventory.currentTime())
        let work = try await session.work(reporter)
        let inventory = session.declared.inventory
        let plan = try await session.plan(work, reporter)
        let verification = await round {
            await Fleet.verify(offers.map { $0.measured(by: plan.machines) }, work.reach, onEvent: $0)
        }
        let addresses = await round { await Fleet.databaseAddresses(work.reach, onEvent: $0) }
        let crossings = CrossingPlan(inventory, from: session.machines, addresses: addresses)
        let isolation = await round { await Fleet.isolation(crossings, work.reach, onEvent: $0) }
        let ages = await inventory.whitelistAges()
        let now = Inventory.currentTime()
        let vpcs =
            scope.environment.map { name in
                inventory.environment(named: name).map { [$0.vpc] } ?? []
            } ?? inventory.vpcs.map(\.name)
        let audit = Audit(
            origin: origin, scope: scope, began: began, ended: UTCTime(now),
            matrix: AccessMatrix(inventory, session.declared.roster, environments: scope.environment.map { [$0] }),
            lines: AuditLine.keys(plan) + AuditLine.answers(verification)
                + AuditLine.login(plan, session.machines)
                + AuditLine.whitelist(
                    inventory, session.declared.roster, vpcs, plan.whitelists(in: inventory), ages: ages,
                    at: now)
                + AuditLine.isolation(isolation)
                + AuditLine.owed(ledger), isolation: isolation, isByAge: ages != nil)
        // What was measured is not lost for want of room.
        reporter.audited(audit)
        if let page { try write(audit, to: page) }
        return audit.exit.rawValue
    }

    private func round<Value>(_ body: (@escaping @Sendable (ReachEvent) -> Void) async -> Value) async -> Value {
        let progress = FleetProgress(reporter, of: session.machines.count)
        defer { progress.end() }
        return await body { progress.note($0) }
    }

    private func write(_ audit: Audit, to path: String) throws(CommandFailure) {
        do throws(WholeFile.Failure) {
            try WholeFile.write(Array(audit.page.utf8), to: path)
        } catch {
            throw .unwritable(error)
        }
        reporter.talk.say("written to \(Escaped.text(path))")
    }
}
