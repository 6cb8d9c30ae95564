import Inventory
import Reach
import SSH
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The steps of `doctor`, each of which needs the ones before.
struct Examination: Sendable {
    let options: RemoteOptions
    let variables: [String: String]
    let rooms: Rooms
    let reporter: Reporter

    /// A clock that is further off makes keys begin or end at the wrong time.
    private static let tolerance: Int64 = 30

    /// Gives the exit code: that of the first step that failed.
    func run() async -> Int32 {
        let environments: [String]
        do throws(CommandFailure) {
            let inventory = try rooms.declared(options.config.file).inventory
            let named = (options.env ?? variables["LEVELS_ENV"]).flatMap { $0.isEmpty ? nil : $0 }
            environments = named.map { [$0] } ?? inventory.environments.map(\.name)
            tell(DoctorStep(name: "configuration", verdict: .fine, found: inventory.path))
        } catch {
            // What else this machine lacks does not hang on it.
            let code = fail("configuration", error)
            library()
            agent()
            return code
        }
        library()
        agent()
        // A bastion that several environments share is logged in at once.
        let pool = SessionPool(idle: .seconds(60))
        var code: Int32 = 0
        for name in environments {
            if environments.count > 1 { tell(DoctorStep(name: "environment", verdict: .fine, found: name)) }
            let ended = await examine(name, pool)
            if code == 0 { code = ended }
        }
        await pool.close()
        return code
    }

    private func examine(_ environment: String, _ pool: SessionPool) async -> Int32 {
        let plan: RemotePlan
        do {
            plan = try RemotePlan.make(
                options.examining(environment), hosts: [], rooms: rooms, variables: variables, prompt: nil)
        } catch {
            return fail("configuration", error)
        }
        var reach: ReachOptions
        do {
            reach = try await plan.reach(rooms, reporter)
            let shown = reach.identities.prefix(5).map(\.publicKey.fingerprint).joined(separator: ", ")
            tell(DoctorStep(name: "keys", verdict: .fine, found: "\(reach.identities.count): \(shown)"))
        } catch {
            return fail("keys", error)
        }
        reach.pool = pool
        let record = RemoteRecord("doctor", plan, rooms, reporter)
        do { try record.begin(hosts: nil) } catch { return fail("journal", error) }
        let code = await machines(plan, reach)
        await record.end(code, hosts: [])
        return code
    }

    private func agent() {
        guard variables["SSH_AUTH_SOCK"] == nil else { return }
        tell(
            DoctorStep(
                name: "agent", verdict: .note, found: "none: SSH_AUTH_SOCK is not set",
                advice: ["with one, a passphrase is asked for once: eval $(ssh-agent); ssh-add"]))
    }

    private func library() {
        let version = Library.version
        let isOld = version.hasPrefix("1.10.") || version.hasPrefix("1.9.") || version.hasPrefix("1.8.")
        tell(
            DoctorStep(
                name: "libssh2", verdict: isOld ? .note : .fine, found: version,
                advice: isOld ? ["servers that take encrypt-then-MAC only, and signals by request, need 1.11"] : []))
    }

    private func machines(_ plan: RemotePlan, _ reach: ReachOptions) async -> Int32 {
        let vpc = plan.inventory.vpc(of: plan.environment)
        let names = await NameResolution(vpc?.bastions.map(\.address.host) ?? []).steps()
        names.forEach(tell)
        if let failed = names.last(where: { $0.exit != 0 }) { return failed.exit }
        let begun = ContinuousClock.now
        do {
            // A database is asked from a host that may reach it.
            let hosts = plan.hosts.filter(\.databaseReachable) + plan.hosts.filter { !$0.databaseReachable }
            return try await withHost(hosts.map(plan.environment.machine), reach) { event in
                switch event {
                case .through(let vpc, let bastion):
                    tell(
                        DoctorStep(
                            name: "bastion", verdict: .fine,
                            found: "\(bastion) of VPC \(vpc), verified and logged in"))
                // Another one serves as well, and yet somebody may want to know.
                case .passedOver(let unreached):
                    tell(
                        DoctorStep(
                            name: "bastion", verdict: .note,
                            found: "\(unreached.machine.address): given up: \(unreached.reason.message)",
                            advice: unreached.hint.map { [$0] } ?? []))
                default: break
                }
            } body: { reached in
                if let vpc { tell(await OwnAddress(plan: plan, vpc: vpc, rooms: rooms).step(at: reached.gate)) }
                tell(
                    DoctorStep(
                        name: "host", verdict: .fine,
                        found: "\(reached.machine.name), verified and logged in as \(reached.user), after "
                            + (ContinuousClock.now - begun).words))
                let code = await databases(plan, reached)
                await clock(reached)
                return code
            }
        } catch let unreached as Unreached {
            let failure = TunnelFailure(unreached, reach)
            let name = if case .bastion = failure.hop { "bastion" } else { "host" }
            return fail(name, failure, plan.known(of: failure.access, rooms))
        } catch {
            return fail("host", error)
        }
    }

    /// Each is asked once, as opening a tunnel does: more of it would count against the host (MySQL, `max_connect_errors`).
    private func databases(_ plan: RemotePlan, _ reached: Reached) async -> Int32 {
        var code: Int32 = 0
        for database in plan.environment.databases {
            do throws(TunnelFailure) {
                try await DatabaseProbe(database).ask(over: reached.session, from: reached.machine.name)
                let place = "\(database.name), \(database.engine.rawValue) at \(database.writer)"
                tell(DoctorStep(name: "database", verdict: .fine, found: "\(place), answers"))
            } catch {
                let failed = fail("database", error)
                if code == 0 { code = failed }
            }
        }
        return code
    }

    private func clock(_ reached: Reached) async {
        guard let said = try? await reached.session.run("date -u +%s", limit: 100, within: .seconds(10)),
            said.exit == .status(0),
            let there = Int64(String(decoding: said.output, as: UTF8.self).filter(\.isNumber))
        else {
            // A key that only tunnels runs nothing: that is as it should be.
            return tell(
                DoctorStep(name: "clock", verdict: .note, found: "not compared: the host runs no commands for you"))
        }
        let apart = abs(there.subtractingReportingOverflow(Inventory.currentTime()).partialValue)
        let isWrong = apart > Self.tolerance
        tell(
            DoctorStep(
                name: "clock", verdict: isWrong ? .note : .fine, found: "\(apart) s from the host's",
                advice: isWrong ? ["one of the two is wrong: dates of keys and of the journal go by them"] : []))
    }

    private func tell(_ step: DoctorStep) {
        switch reporter.format {
        case .text: for line in step.lines { reporter.talk.data(line) }
        case .json: reporter.talk.data(step.json.line)
        }
    }

    private func fail(_ name: String, _ error: any Error, _ known: [String] = []) -> Int32 {
        let failure = CommandFailure(error)
        // Mistakes in a file say all that the message does.
        var found = failure.findings.map(\.description)
        if found.isEmpty { found = [(failure.hop.map { $0.words + ": " } ?? "") + failure.message] }
        tell(
            DoctorStep(
                name: name, verdict: .wrong, found: found.removeFirst(),
                advice: found + (failure.hint.map { [$0] } ?? []) + known, exit: failure.exitCode))
        return failure.exitCode
    }
}

extension RemoteOptions {
    /// Nothing is changed on a host, so that nobody is asked for a reason; the journal has one all the same.
    fileprivate func examining(_ environment: String) -> RemoteOptions {
        var options = self
        options.env = environment
        options.reason = reason ?? "doctor"
        return options
    }
}
