import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

/// Plans for one host with an account `app` and an admin account `ops`: alice has a shell, bob and carol are admins.
@Suite("A plan")
struct PlanTests {
    @Test func isEmptyWhereAllIsAsDeclared() throws {
        let plan = try Self.inStep().plan()
        #expect(plan.isInStep && plan.request(holder: "") == nil && plan.refusals.isEmpty && plan.allNotes.isEmpty)
        #expect(plan.text == ["host h0 (10.0.0.1:22): in step"])
        #expect(FleetPlan(refusals: [], machines: [plan], unread: []).exit == .done)
    }

    @Test func saysWhenAMachineTookAChangeBackUntilALaterOneIsConfirmed() throws {
        var made = try Self.inStep()
        let token = try #require(ChangeToken(String(repeating: "a", count: 32)))
        made.last = SettledChange(token: token, isConfirmed: false, at: Self.now)
        let note =
            "the last change there was not confirmed, and the machine took it back at 2026-11-18T11:06:40Z, by its clock"
        #expect(try made.plan().allNotes.map(\.message) == [note])
        made.last = SettledChange(token: token, isConfirmed: true, at: Self.now + 1)
        #expect(try made.plan().allNotes.isEmpty)
    }

    @Test func aListOfRevokedKeysThatIsNotThereIsNotAnother() throws {
        var made = try Self.inStep()
        made.revoked = [Self.foreign]
        #expect(try made.plan().text.contains("  revoked_keys: is not there"))
    }

    @Test func addsWhatIsMissingAndLeavesTheRestByteForByte() throws {
        var made = try Self.inStep()
        let kept = Array("# by hand \u{1b}[2J\r\n\n\(Self.foreign) $(reboot) 'it'\"s\"\nno key here\nlast line".utf8)
        made.app = kept
        let plan = try made.plan()
        let request = try #require(plan.request(holder: "alice"))
        #expect(request.files.map(\.bytes) == [kept + Array(("\n" + (try Self.lines("app")[0]) + "\n").utf8)])
        #expect(request.files[0].mode == 0o600 && request.files[0].owner == 7 && request.files[0].group == 8)
        #expect(request.files[0].old == FileHash(of: kept) && request.quarantine == nil)
        let kinds = try Self.app(plan).differences.map { "\($0.kind.rawValue) \($0.action.rawValue) \($0.line ?? 0)" }
        #expect(kinds == ["foreign keep 3", "ignored keep 4", "ignored keep 5", "missing add 0"])
        #expect(!plan.text.joined().unicodeScalars.contains { $0.value < 0x20 })
        #expect(FleetPlan(refusals: [], machines: [plan], unread: []).exit == .difference)
    }

    @Test func movesForeignKeysIntoQuarantineWhereThatIsDeclared() throws {
        var made = try Self.inStep()
        made.foreign = .remove
        made.maxRemovals = 1
        let line = "from=\"10.0.0.1\" \(Self.foreign) $(x)\n"
        made.app = Array(line.utf8) + made.app
        let request = try #require(try made.plan().request(holder: ""))
        #expect(request.files[0].bytes == Array(made.app.dropFirst(line.utf8.count)))
        let head = "# 2026-11-18T11:06:40Z app /home/app/.ssh/authorized_keys\n"
        #expect(request.quarantine?.bytes == Array((head + line).utf8))
    }

    @Test func replacesWhatWasAlteredAndRemovesFurtherLinesOfTheSameKey() throws {
        var made = try Self.inStep()
        let want = try Self.lines("app")[0]
        made.app = Array("\(Self.keys[0]) alice@laptop\n# between\n\(Self.keys[0])\n".utf8)
        let plan = try made.plan()
        #expect(plan.request(holder: "")?.files[0].bytes == Array("\(want)\n# between\n".utf8))
        #expect(try Self.app(plan).differences.map(\.kind) == [.altered, .superfluous])
        #expect(try Self.app(plan).differences[0].reason == "its options are others")
    }

    @Test func aKeyOfOursThatIsNotDeclaredGoes() throws {
        for (line, former, reason) in [
            ("\(Self.foreign) levels-ssh:dave Dave", [], "dave is not in the roster"),
            ("\(Self.foreign) x", [Self.foreign], "it was in the roster once"),
            ("\(Self.keys[1]) x", [], "bob has no grant for this account"),
        ] {
            var made = try Self.inStep()
            made.former = former
            made.maxRemovals = 1
            made.app += Array((line + "\n").utf8)
            let plan = try made.plan()
            let difference = try #require(try Self.app(plan).differences.first)
            #expect(difference.kind == .superfluous && difference.reason == reason)
            #expect(plan.request(holder: "")?.files[0].bytes == Array((try Self.lines("app")[0] + "\n").utf8))
            #expect(plan.claims.map(\.kind) == [.revocation])
        }
    }

    @Test func aRevokedKeyGoesFromEveryFileAndCountsForNothing() throws {
        var made = try Self.inStep()
        made.revoked = [Self.foreign]
        made.app += Array("\(Self.foreign) x\nrestrict,nonsense \(Self.foreign)\n".utf8)
        made.more = [Self.file(Array("\(Self.foreign)\n".utf8), name: "authorized_keys2")]
        let plan = try made.plan()
        #expect(try Self.app(plan).differences.map(\.kind) == [.revoked, .revoked, .revoked])
        let request = try #require(plan.request(holder: ""))
        #expect(request.files.map(\.name) == ["revoked_keys", "authorized_keys", "authorized_keys2"])
        #expect(request.files[0].bytes == Array(Self.foreign.utf8) && request.files[0].mode == 0o644)
        #expect(request.files[2].bytes == [])
    }

    @Test func aDeclaredKeyInAnotherFileIsOneTooMany() throws {
        var made = try Self.inStep()
        made.more = [Self.file(Array("\(Self.keys[0])\n".utf8), name: "authorized_keys2")]
        #expect(try Self.app(try made.plan()).differences.map(\.kind) == [.superfluous])
    }

    @Test func anOlderSSHDGetsExpiryDatesInItsOwnTime() throws {
        var made = try Self.inStep()
        made.until = "2027-01-31"
        made.version = SSHDVersion(9, 0)
        made.app = []
        let plan = try made.plan()
        let text = String(decoding: try #require(plan.request(holder: "")).files[0].bytes, as: UTF8.self)
        #expect(text.contains("expiry-time=\"20270201005959\""), "\(text)")
        #expect(plan.allNotes == [.localExpiry(user: "app")])
        made.app = Array(text.utf8)
        #expect(try made.plan().isInStep)
    }

    @Test func aDeclaredLineThatSSHDIgnoresIsADifference() throws {
        var made = try Self.inStep()
        made.settings = ["pubkeyacceptedalgorithms": "ssh-rsa"]
        let plan = try made.plan()
        #expect(!plan.isInStep)
        #expect(try Self.app(plan).differences.map(\.kind) == [.ignored])
    }

    @Test func tellsOfOtherWaysIn() throws {
        var made = try Self.inStep()
        made.settings = [
            "authorizedkeyscommand": "/bin/x %u", "trustedusercakeys": "none", "pubkeyauthentication": "no",
        ]
        let notes = try Self.app(try made.plan()).notes
        #expect(notes == [.publicKeysOff(user: "app"), .otherSource(user: "app", "authorizedkeyscommand /bin/x %u")])
    }

    @Test func factsHaveEverything() throws {
        var made = try Self.inStep()
        made.app = []
        let fact = try made.plan().fact
        guard case .list(let accounts)? = fact["accounts"], case .list(let found)? = accounts.first?["differences"]
        else {
            Issue.record("\(fact)")
            return
        }
        #expect(
            fact["inStep"] == .truth(false) && found.first?["kind"] == "missing" && found.first?["person"] == "alice")
        #expect(found.first?["fingerprint"] == .text(try PublicKey(parsing: Self.keys[0]).fingerprint))
    }
}
