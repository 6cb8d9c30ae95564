internal import AuthorizedKeys
import Inventory
import NIOCore
import Reach
import SSH

/// What is done on one machine while we are logged in to it.
struct MachineWork: Sendable {
    /// Why a machine could not be read.
    struct Trouble: Error {
        /// Fit for a terminal: lower case, no final stop.
        let message: String
    }

    let work: FleetWork
    let reached: Reached

    init(_ work: FleetWork, _ reached: Reached) {
        self.work = work
        self.reached = reached
    }

    private var machine: Machine { reached.machine }
    private var sudo: Bool { work.declared.inventory.vpc(named: machine.vpc)?.admin?.sudo ?? false }

    func plan() async -> Result<MachinePlan, Trouble> {
        await plan { request in
            try await run(
                .survey, request.input, on: reached.session, limit: SurveyRequest.answerLimit,
                within: work.limits.survey)
        }
    }

    private func plan(_ ask: (SurveyRequest) async throws -> [UInt8]) async -> Result<MachinePlan, Trouble> {
        do {
            let declared = try work.declared.accounts(on: machine)
            guard let request = SurveyRequest(users: declared.map(\.user)) else {
                return .failure(Trouble(message: "levels.yaml names accounts that no machine can have"))
            }
            let guarded = try await guarded(declared)
            let policy = try await policy(declared.map(\.user))
            let measured = try SurveyReader.read(try await ask(request), to: request, greeting: reached.version)
            return .success(
                MachinePlan(
                    machine, declared: declared, measured: measured, guarded: guarded, policy: policy,
                    rules: work.rules))
        } catch {
            return .failure(Trouble(message: Self.why(error)))
        }
    }

    /// Of a bastion, where that is looked at or decides over keys: who may come to it, as is declared and as it says.
    private func guarded(
        _ declared: [DeclaredAccount]
    ) async throws -> (whitelist: Whitelist, measured: MeasuredGuard)? {
        let isNeeded = work.rules.parts.contains(.keys) && declared.contains(where: \.leavesOutSources)
        guard isNeeded || work.rules.parts.contains(.whitelist), machine.role == .bastion,
            let vpc = work.declared.inventory.vpc(named: machine.vpc)
        else { return nil }
        let said = try await run(
            .guarding, [], on: reached.session, limit: GuardAnswer.limit, within: work.limits.survey)
        let whitelist = Whitelist(
            of: vpc, in: work.declared.inventory, work.declared.roster, at: work.rules.now)
        return (whitelist, try GuardAnswer.read(said))
    }

    /// How its sshd is to be, and how it is, where that is looked at.
    private func policy(_ users: [String]) async throws -> (subject: PolicySubject, measured: MeasuredPolicy)? {
        guard work.rules.parts.contains(.login) else { return nil }
        let subject = PolicySubject(
            machine, in: work.declared.inventory, work.declared.roster, users: users, at: work.rules.now)
        guard let request = PolicyRequest(users: subject.users, addresses: subject.addresses) else { return nil }
        let said = try await run(
            .policy, request.input, on: reached.session, limit: PolicyRequest.answerLimit,
            within: request.patience(work.limits.survey))
        return (subject, try PolicyReader.read(said, to: request))
    }

    /// - Parameter agreed: nil where nobody was asked; nil in it where this machine was not part of what was agreed to.
    func apply(agreed: MachinePlan??) async -> AppliedMachine {
        let talk: MachineTalk
        do throws(SSHError) {
            talk = try await MachineTalk(on: reached.session, sudo: sudo, within: work.limits.survey)
        } catch {
            return AppliedMachine(machine: machine, plan: nil, outcome: .unread(Self.why(error)))
        }
        defer { talk.end() }
        switch await plan({ try await talk.survey($0, within: work.limits.survey) }) {
        case .failure(let trouble):
            return AppliedMachine(machine: machine, plan: nil, outcome: .unread(trouble.message))
        case .success(let plan):
            return AppliedMachine(machine: machine, plan: plan, outcome: await outcome(plan, agreed, talk))
        }
    }

    private func outcome(
        _ plan: MachinePlan, _ agreed: MachinePlan??, _ talk: MachineTalk
    ) async -> AppliedMachine.Outcome {
        if plan.isInStep { return .inStep }
        if case .some(let agreed) = agreed, !plan.changesTheSame(as: agreed) { return .otherwise }
        guard let request = plan.request(holder: work.holder, patience: work.limits.patience) else {
            return plan.refusals.isEmpty ? .lacking : .refused
        }
        guard !work.reach.isStopping(), !Task.isCancelled else { return .changed(.untouched("you asked to stop")) }
        if let why = await work.willChange(plan) { return .changed(.untouched(why)) }
        var change = MachineChange(request, after: plan.leftOver)
        await drive(&change, talk, over: [reached.session])
        guard case .finished(let outcome) = change.step else {
            return .changed(.unknown("it was left half-way", seconds: request.patience))
        }
        return .changed(outcome)
    }

    /// Does step after step, until nothing is left to do. Whatever happens to us meanwhile, the machine takes back by
    /// itself what was not confirmed.
    /// - Parameter sessions: the newest first; the next one is used where the connection of one is lost.
    private func drive(_ change: inout MachineChange, _ talk: MachineTalk, over sessions: [any Connection]) async {
        while true {
            switch change.step {
            case .finished: return
            case .settle(let request):
                // What was left over by others is none of this conversation's: it has not begun a change.
                let isOwn = request.token == change.request.token
                change.handle(await settle(request, isOwn ? talk : nil, over: sessions))
            case .change(let request): change.handle(await make(request, talk))
            case .prove:
                guard !work.reach.isStopping() else {
                    change.handle(.interrupted)
                    continue
                }
                do {
                    try await reached.withFreshLogin { fresh in
                        change.handle(try await proof(fresh, of: change.request))
                        // Should the connection of the conversation be lost, the new login ends it.
                        await drive(&change, talk, over: [fresh] + sessions)
                    }
                } catch let unreached as Unreached {
                    if case .interrupted = unreached.reason {
                        change.handle(.interrupted)
                    } else {
                        change.handle(.shutOut("a fresh login failed: the machine \(unreached.reason.message)"))
                    }
                } catch {
                    change.handle(.shutOut("a fresh login failed: \(Self.why(error))"))
                }
            }
        }
    }

    private static let proofWord = "levels-ssh"

    /// A login that no command can be run over is of no use to anybody: `command=` in the line of a key, or a shell that
    /// is none. What was changed has no say in what sudo allows.
    ///
    /// Where sshd goes by another configuration from now on, nobody may be offered another way in than a key.
    private func proof(_ fresh: Session, of request: ChangeRequest) async throws -> MachineChange.Event {
        let said = try await fresh.run("echo \(Self.proofWord)", limit: 1 << 16, within: work.limits.settle)
        let lines = said.output.split(separator: UInt8(ascii: "\n"))
        guard lines.contains(where: { $0.elementsEqual(Self.proofWord.utf8) }) else {
            return .shutOut("a fresh login got in, but no command can be run there")
        }
        guard request.duties.contains(.reloadSSHD) else { return .provenIn }
        let exceptions = work.declared.inventory.exceptions(on: machine).inForce
        for account in try work.declared.accounts(on: machine) {
            guard let ways = try await reached.offers(to: account.user) else {
                return .shutOut("\(account.user) is let in without any key")
            }
            let allowed = exceptions.ways(into: account.user).union(["publickey"])
            let others = ways.filter { !allowed.contains($0) }.map { RawText(Array($0.utf8)).escaped(limit: 40) }
            guard others.isEmpty else {
                return .shutOut("\(account.user) is offered \(others.joined(separator: ", ")) beside keys")
            }
        }
        return .provenIn
    }

    private func make(_ request: ChangeRequest, _ talk: MachineTalk) async -> MachineChange.Event {
        do {
            return .changed(try await talk.change(request, within: work.limits.change))
        } catch {
            return .lost(Self.why(error))
        }
    }

    private func settle(
        _ request: SettleRequest, _ talk: MachineTalk?, over sessions: [any Connection]
    ) async -> MachineChange.Event {
        if let talk, let answer = try? await talk.settle(request, within: work.limits.settle) {
            return .settled(answer)
        }
        var why = "the connection was lost"
        for session in sessions {
            do {
                let said = try await run(
                    .settle, request.input, on: session, limit: 1 << 17, within: work.limits.settle)
                return .settled(try SettleAnswer.read(said))
            } catch let error as SSHError {
                why = Self.why(error)
            } catch {
                return .lost(Self.why(error))
            }
        }
        return .lost(why)
    }

    func run(
        _ script: HostScript, _ input: [UInt8], on session: any Connection, limit: Int, within time: Duration
    ) async throws -> [UInt8] {
        try await session.run(
            script.command(sudo: sudo), input: ByteBuffer(bytes: input), limit: limit, within: time
        ).answer(limit: limit)
    }

    static func why(_ error: any Error) -> String {
        switch error {
        case let error as AnswerError: error.message
        case let error as SSHError: Judgement(error).reason.message
        case let error as OptionError: "a line for it cannot be written: \(error.message)"
        default: "something unforeseen happened"
        }
    }
}

extension MachinePlan {
    /// Whether carrying it out comes to what was agreed to, or to less.
    func changesTheSame(as agreed: MachinePlan?) -> Bool {
        guard let agreed else { return false }
        let known = Dictionary(agreed.accounts.map { ($0.user, $0) }, uniquingKeysWith: { first, _ in first })
        return accounts.allSatisfy { account in
            account.changes.isEmpty || account.changes == known[account.user]?.changes
        } && (revokedKeys == nil || revokedKeys == agreed.revokedKeys)
            && (guarding?.isInStep ?? true || guarding == agreed.guarding)
            && (policy?.duties.isEmpty ?? true
                || policy?.changes == agreed.policy?.changes && policy?.duties == agreed.policy?.duties)
    }
}
