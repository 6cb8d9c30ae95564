internal import AuthorizedKeys
import Inventory
import NIOCore
public import Reach
import SSH

/// Logs in to every machine that the plan has crossings for, and tries them from there. Nothing is sent to whoever answers.
public func isolation(
    _ plan: CrossingPlan, _ options: ReachOptions, onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in }
) async -> IsolationReport {
    let machines = options.inventory.machines.filter { plan.crossings[$0] != nil }
    let visits = await withReach(machines, options, onEvent: onEvent) { reached in
        await CrossingTrial(session: reached.session).run((plan.crossings[reached.machine] ?? []).map(\.to.dialled))
    }
    let results = visits.flatMap { visit in
        let crossings = plan.crossings[visit.machine] ?? []
        let outcomes: [CrossingOutcome]
        switch visit.result {
        case .success(let found): outcomes = found
        case .failure(let unreached):
            outcomes = crossings.map { _ in .untested("it " + unreached.reason.message) }
        }
        return zip(crossings, outcomes).map { CrossingResult(crossing: $0, outcome: $1) }
    }
    return IsolationReport(results: results, left: plan.left)
}

/// The crossings of one machine.
struct CrossingTrial: Sendable {
    let session: any Connection
    /// How long all of them may take: names that nobody resolves take longest.
    var limit = Duration.seconds(60)

    /// One outcome for each target, in their order.
    func run(_ targets: [HostPort]) async -> [CrossingOutcome] {
        guard let request = CrossingRequest(targets: targets) else {
            return targets.map { _ in .untested("too many to try at once") }
        }
        do {
            let said = try await session.run(
                HostScript.crossings.command(sudo: false), input: ByteBuffer(bytes: request.input), limit: 1 << 17,
                within: limit)
            return try CrossingAnswer.read(said.output, to: request)
        } catch {
            return targets.map { _ in .untested(Self.why(error)) }
        }
    }

    private static func why(_ error: any Error) -> String {
        switch error {
        case let error as AnswerError: error.message
        case let error as SSHError: "it " + Judgement(error).reason.message
        default: "something unforeseen happened"
        }
    }
}
