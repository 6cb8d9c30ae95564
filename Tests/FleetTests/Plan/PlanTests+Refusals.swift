import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

/// What is not done, and why.
extension PlanTests {
    private static let problems: [(MeasuredFile, PlanRefusal.FileProblem)] = [
        (file([], kind: .symlink(to: "/x\u{1b}")), .symlink(to: "/x\u{1b}")), (file([], kind: .directory), .directory),
        (file([], kind: .special), .special), (file([], kind: .unreadable), .unreadable),
        (file([], kind: .tooLarge(10 << 20)), .tooLarge(10 << 20)), (file([], immutable: true), .immutable),
        (file([], owner: 9), .ownedByOther(9)), (file([], free: 100), .noRoom(100)),
    ]

    @Test(arguments: 0..<8) func refusesAFileThatItMustNotReplace(_ number: Int) throws {
        let (file, problem) = Self.problems[number]
        var made = try Self.inStep()
        made.change = { _ in file }
        made.ops = []
        let plan = try made.plan()
        #expect(plan.refusals == [.file(user: "app", path: file.path, problem)])
        // The other account is not held up.
        #expect(plan.request(holder: "")?.files.map(\.folder) == ["/home/ops/.ssh"])
        #expect(!plan.isInStep && !plan.text.joined().contains("\u{1b}"))
        #expect(plan.claims.contains { $0.account == "app" && $0.kind == .grant })
    }

    @Test func makesTheFolderInTheHomeAndNowhereElse() throws {
        var made = try Self.inStep()
        func missing(_ path: RawText) -> MeasuredFile {
            MeasuredFile(
                path: path, folder: nil, kind: .missing, status: nil, above: [], isImmutable: false, freeBytes: nil)
        }
        made.change = { _ in missing("/home/app/.ssh/authorized_keys") }
        let file = try #require(try made.plan().request(holder: "")?.files.first)
        #expect(file.folder == "/home/app/.ssh" && file.parent == "/home/app" && file.old == nil && file.owner == 7)
        for path: RawText in ["/home/app/a/b/keys", "/etc/keys/app", "/home/app/../keys"] {
            made.change = { _ in missing(path) }
            #expect(try made.plan().refusals == [.file(user: "app", path: path, .noFolder)])
        }
    }

    @Test func refusesThatMoreThanAQuarterGoes() throws {
        var made = try Self.inStep()
        made.app += Array("\(Self.foreign) levels-ssh:dave\n".utf8)
        #expect(try made.plan().refusals == [.manyRemovals(user: "app", going: 1, of: 2)])
        made.maxRemovals = 1
        #expect(try made.plan().refusals == [])
    }

    @Test func refusesThatTheOperatorOrTheLastAdminsGo() throws {
        var made = try Self.inStep()
        made.own = [Self.foreign]
        made.maxRemovals = 9
        made.ops += Array("\(Self.foreign) levels-ssh:me\n".utf8)
        #expect(try made.plan().refusals == [.ownKeyGoing(user: "ops")])
        made = try Self.inStep()
        made.ops = []
        made.settings = ["strictmodes": "no", "pubkeyacceptedalgorithms": "ssh-rsa"]
        #expect(try made.plan().refusals == [.fewAdminsLeft(user: "ops", 0)])
    }

    @Test func refusesAnEmptyRosterAndOneWithoutAdmins() throws {
        #expect(PlanRules(roster: Roster(folder: "", people: []), now: 0).refusals == [.emptyRoster])
        let alice = try Declaring.person("alice", admin: true)
        #expect(PlanRules(roster: Roster(folder: "", people: [alice]), now: 0).refusals == [.fewAdmins(1)])
    }

    @Test func whatIsNotLookedAtIsNeitherToldNorChanged() throws {
        var made = try Self.inStep()
        made.app = []
        made.revoked = [Self.foreign]
        made.parts = [.login, .whitelist]
        let plan = try made.plan()
        #expect(plan.isInStep && plan.accounts.isEmpty && plan.claims.isEmpty && plan.files.isEmpty)
        #expect(plan.request(holder: "") == nil && plan.fact["revokedKeys"] == nil)
        #expect(plan.fact["parts"] == .list(["login", "whitelist"]))
        made.parts = [.keys]
        #expect(try !made.plan().isInStep && made.plan().request(holder: "")?.files.count == 2)
        // Whoever adds an address need not be asked about admins; an empty roster is an empty roster.
        var rules = PlanRules(roster: Roster(folder: "", people: [try Declaring.person("alice", admin: true)]), now: 0)
        rules.parts = [.whitelist]
        #expect(rules.refusals.isEmpty)
        rules = PlanRules(roster: Roster(folder: "", people: []), now: 0)
        rules.parts = [.whitelist]
        #expect(rules.refusals == [.emptyRoster])
    }

    @Test func waitsForSomebodyElseAndEndsWhatNobodyIsAt() throws {
        var made = try Self.inStep()
        made.app = []
        func pending(_ state: PendingChange.State, alive: Bool, age: Int64?) -> PendingChange {
            PendingChange(state: state, isAlive: alive, age: age, began: 1, token: ChangeToken(), holder: "b\u{1b}")
        }
        for (state, age) in [(PendingChange.State.armed, 5000), (.preparing, 10)] {
            made.pending = pending(state, alive: true, age: Int64(age))
            let plan = try made.plan()
            #expect(plan.refusals == [.busy(holder: "b\u{1b}", age: Int64(age))] && plan.request(holder: "") == nil)
            #expect(plan.leftOver == nil && !plan.text.joined().contains("\u{1b}"))
        }
        for left in [pending(.armed, alive: false, age: nil), pending(.preparing, alive: true, age: 601)] {
            made.pending = left
            let plan = try made.plan()
            #expect(plan.leftOver == left && plan.request(holder: "") != nil)
        }
    }

    @Test func saysThatAClockIsWrong() {
        let clock = HostClock(seconds: 1000, secondsEastOfUTC: 0)
        #expect(clock.error(at: 1120) == nil && clock.error(at: 1121) == -121 && clock.error(at: .min) == .max)
        #expect(PlanNote.clock(-7300).message == "its clock is 2 h behind: expiry dates end by it")
    }
}
