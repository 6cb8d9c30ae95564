import ArgumentParser
import Inventory
import SSH
import Tunnel

/// Holds tunnels of one VPC for commands that come and go.
actor Keeper {
    private let rooms: Rooms
    let vpc: String
    /// levels.yaml.
    private let file: String
    let environment: [String: String]
    private let reporter: Reporter
    private var holdings: [String: Holding] = [:]
    /// By the identities that tunnels were opened with.
    private(set) var households: [[String]: Household] = [:]
    private var declared: (file: String, inventory: Inventory)?
    /// Requests that are being answered.
    private var visitors = 0
    /// Those that use sessions.
    private var borrowers = 0
    private var lastUse = ContinuousClock.now
    /// Opens nothing any more, and goes when the last request is answered.
    private(set) var isLeaving = false
    private var nap: Task<Void, Never>?

    init(_ rooms: Rooms, vpc: String, file: String, environment: [String: String], _ reporter: Reporter) {
        self.rooms = rooms
        self.vpc = vpc
        self.file = file
        self.environment = environment
        self.reporter = reporter
    }

    func answer(_ call: BackgroundCall, _ reply: @escaping @Sendable (BackgroundReply) -> Void) async {
        visitors += 1
        defer {
            visitors -= 1
            lastUse = .now
            if isLeaving { nap?.cancel() }
        }
        switch call.request {
        case .open(let words):
            // Whoever gets no answer waits until we have gone, and starts another.
            guard !isLeaving else { return }
            guard call.version == OwnProgram.version else { return reply(.otherVersion(OwnProgram.version)) }
            do throws(BackgroundFailure) {
                guard let (tunnel, wasThere) = try await open(words, { reply(.said($0)) }) else { return }
                reply(.opened(tunnel, wasThere: wasThere))
            } catch {
                reply(.failed(error))
            }
        case .list: reply(.listed(await told()))
        case .close(let name):
            let chosen = holdings.values.filter { name == nil || $0.name == name }
            if name == nil { isLeaving = true }
            var closed: [KeptTunnel] = []
            for holding in chosen {
                closed.append(await holding.told())
                await holding.close()
            }
            // Not before: the bastion's syslog may have to have a line of each end.
            if name == nil { for household in households.values { await household.pool.close() } }
            reply(.closed(closed.sorted { $0.name < $1.name }))
        case .retire:
            let clients = await told().map(\.clients.count).reduce(borrowers, +)
            guard clients == 0 else { return reply(.busy(clients: clients)) }
            isLeaving = true
            let words = holdings.values.map(\.words)
            for holding in holdings.values { await holding.close() }
            reply(.retired(words))
        }
    }

    private func told() async -> [KeptTunnel] {
        var all: [KeptTunnel] = []
        for holding in holdings.values { all.append(await holding.told()) }
        return all.sorted { $0.name < $1.name }
    }

    /// - Returns: nil where we have come to be leaving.
    private func open(
        _ words: [String], _ say: @escaping @Sendable (String) -> Void
    ) async throws(BackgroundFailure) -> (KeptTunnel, wasThere: Bool)? {
        let plan: DatabasePlan
        do throws(CommandFailure) { plan = try self.plan(words) } catch {
            throw BackgroundFailure(message: error.message, hint: error.hint, exit: error.exitCode)
        }
        let deadline = ContinuousClock.now + (plan.request.wait ?? .zero)
        let name = plan.name
        while !isLeaving {
            guard !Task.isCancelled else { throw .calledOff }
            let there = holdings[name]
            if let there, !there.isClosing, there.plan.request.listener != plan.request.listener {
                throw BackgroundFailure(
                    message: "\(name) is open on another local end", hint: "levels-ssh close \(name)",
                    exit: ExitStatus.unavailable.rawValue)
            }
            let holding = there ?? begin(plan, words, until: deadline)
            switch await holding.ready(say) {
            case .up: return (await holding.told(), there != nil)
            case .closed: throw BackgroundFailure(message: "it was closed", exit: ExitStatus.unavailable.rawValue)
            case .failed(let failure):
                // It may have been begun for another, who had less time.
                guard there != nil, failure.isWorthAnotherTry, .now < deadline else { throw failure }
            case .closing: break
            }
            await holding.untilGone()
        }
        return nil
    }

    private func begin(_ plan: DatabasePlan, _ words: [String], until deadline: ContinuousClock.Instant) -> Holding {
        var shared = plan
        shared.request.pool = household(plan.request.identities).pool
        if plan.request.wait != nil { shared.request.wait = max(.zero, deadline - .now) }
        let holding = Holding(shared, words: words)
        let name = plan.name
        holdings[name] = holding
        holding.start(rooms, reporter) { await self.ended(holding, name) }
        return holding
    }

    /// Lends what is in a pool that others put sessions in.
    func lend(_ pool: SessionPool, of identities: [String]) {
        households[identities] = Household(rooms, identities: identities, pool: pool)
    }

    private func household(_ identities: [String]) -> Household {
        if let known = households[identities] { return known }
        let new = Household(rooms, identities: identities)
        households[identities] = new
        return new
    }

    /// levels.yaml as a visitor has it.
    ///
    /// - Parameter digest: SHA-256 of that.
    func inventory(_ digest: String) throws(LoanRefusal) -> Inventory {
        if let declared, declared.file == digest { return declared.inventory }
        guard LoanFile.digest(file) == digest else { throw LoanRefusal("levels.yaml has changed meanwhile") }
        do throws(CommandFailure) {
            let inventory = try rooms.declared(file).inventory
            declared = (digest, inventory)
            return inventory
        } catch {
            throw LoanRefusal(error.message)
        }
    }

    func callerCame() { visitors += 1 }

    func callerLeft() {
        visitors -= 1
        lastUse = .now
        if isLeaving { nap?.cancel() }
    }

    func visitorCame() {
        visitors += 1
        borrowers += 1
    }

    func visitorLeft() {
        visitors -= 1
        borrowers -= 1
        lastUse = .now
        if isLeaving { nap?.cancel() }
    }

    private func ended(_ holding: Holding, _ name: String) {
        if holdings[name] === holding { holdings[name] = nil }
        lastUse = .now
    }

    private func plan(_ words: [String]) throws(CommandFailure) -> DatabasePlan {
        guard let command = try? DatabaseOpen.parse(words) else {
            throw .usage("the background process does not know these options", hint: "levels-ssh close --all")
        }
        let plan = try DatabasePlan.make(command, rooms: rooms, environment: environment, prompt: nil)
        guard plan.vpc == vpc else {
            throw .refused(
                "\(plan.request.environment) is not in the VPC of this process", hint: "levels-ssh close --all")
        }
        return plan
    }

    /// Waits until there is nothing left to be here for.
    func untilIdle(linger: Duration) async {
        while !Task.isCancelled {
            let left: Duration
            if isLeaving, visitors == 0 { return }
            if holdings.isEmpty, visitors == 0 {
                left = linger - (.now - lastUse)
                guard left > .zero else { return }
            } else {
                left = linger
            }
            // The passing of time is what is waited for, unless somebody says that it is over.
            let nap = Task { _ = try? await Task.sleep(for: left) }
            self.nap = nap
            await withTaskCancellationHandler {
                await nap.value
            } onCancel: {
                nap.cancel()
            }
        }
    }

    func closeAll() async {
        for holding in holdings.values { await holding.close() }
        for household in households.values { await household.pool.close() }
    }
}

extension DatabasePlan {
    /// Of the tunnel.
    fileprivate var name: String {
        KeptTunnel.name(request.environment, request.database, isReader: request.useReader)
    }
}

extension BackgroundFailure {
    /// Whether time alone may mend it.
    fileprivate var isWorthAnotherTry: Bool {
        exit == ExitStatus.unavailable.rawValue || exit == ExitStatus.tryAgain.rawValue
    }
}
