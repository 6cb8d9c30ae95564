import AuthorizedKeys
import Testing

@testable import Fleet

@Suite("Answers of hosts, of anything")
struct AnswerFuzzTests {
    private static let survey = Array(
        """
        levels-ssh 1
        as 0
        clock 1795454229 -0330
        sshd listener /usr/sbin/sshd -f /etc/x
        client 10.0.0.9
        state /var/lib/levels-ssh
        lock armed 1 12 1795454229 0123456789abcdef0123456789abcdef 616c
        last 0123456789abcdef0123456789abcdef reverted 1795454229
        account app
        passwd 5001 5001 /home/app
        home /home/app
        settings
        debug1: sshd version OpenSSH_9.2, OpenSSL 3.0.19
        strictmodes yes
        authorizedkeysfile .ssh/authorized_keys .ssh/link
        .
        file /home/app/.ssh/authorized_keys
        folder /home/app/.ssh
        file /home/app/.ssh/link
        folder /home/app/.ssh
        link  2f 61 0a
        account ops
        passwd 5002 5002 /home/ops
        same
        file /home/ops/.ssh/authorized_keys
        files
        stat 8180 0 0 0 1 /var/lib/levels-ssh/revoked_keys
        stat 8180 5001 5001 6 1 /home/app/.ssh/authorized_keys
        stat 41ed 5001 5001 60 2 /home/app/.ssh
        stat a1ff 5001 5001 6 1 /home/app/.ssh/link
        free 3085509 4096 /home/app/.ssh
        attributes
        ----i--- /home/app/.ssh/authorized_keys
        .
        data 0 /var/lib/levels-ssh/revoked_keys
        data 6 /home/app/.ssh/authorized_keys
        bytes
         23 20 6f 6c 64 0a
        .
        end

        """.utf8)
    private static let token = ChangeToken("0123456789abcdef0123456789abcdef")

    @Test func aSurveyIsReadOrRefused() throws {
        let request = try #require(SurveyRequest(users: ["app", "ops"]))
        let machine = try SurveyReader.read(Array("Welcome to fish\n".utf8) + Self.survey, to: request)
        #expect(machine.pending?.token == Self.token && machine.pending?.holder == "al")
        #expect(machine.clock == HostClock(seconds: 1_795_454_229, secondsEastOfUTC: -12600))
        #expect(machine.revokedKeys == FileHash(of: []) && machine.last?.isConfirmed == false)
        let app = try #require(machine.account("app"))
        #expect(app.files.map(\.kind) == [.regular(Array("# old\n".utf8)), .symlink(to: "/a")])
        #expect(app.files[0].isImmutable && !app.files[1].isImmutable && app.files[0].freeBytes == 3_085_509 * 4096)
        #expect(app.files[0].above.map(\.path) == ["/home/app/.ssh"])
        #expect(machine.server.version == SSHDVersion(9, 2))
        #expect(machine.account("ops")?.settings == app.settings && machine.account("ops")?.home == nil)
        #expect(try SurveyReader.read(Self.survey, to: request, greeting: SSHDVersion(8, 4)).server.version?.major == 8)
        var spoiler = Spoiler(seed: 31)
        for _ in 0..<Spoiler.iterations {
            let bytes = spoiler.spoilt(Self.survey)
            do throws(AnswerError) {
                let machine = try SurveyReader.read(bytes, to: request)
                #expect(machine.accounts.map(\.user) == ["app", "ops"])
                for account in machine.accounts {
                    _ = account.settings.knownMaxAuthTries
                    _ = account.files.map { $0.strictModesProblem(owner: 1) }
                    _ = machine.context(for: account)
                }
                _ = machine.clock.error(at: .min)
            } catch {
                #expect(!error.message.unicodeScalars.contains { $0.value < 0x20 } && !error.hint.isEmpty)
            }
        }
    }

    @Test(arguments: 0..<40)
    func aSurveyThatIsCutShortIsNone(_ line: Int) throws {
        let lines = Self.survey.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let bytes = Array(lines.prefix(line).joined(separator: [0x0A])) + (line == 0 ? [] : [0x0A])
        let request = try #require(SurveyRequest(users: ["app", "ops"]))
        #expect(throws: AnswerError.self) { try SurveyReader.read(bytes, to: request) }
    }

    @Test func aSurveyOfAnotherAccountIsRefused() throws {
        let request = try #require(SurveyRequest(users: ["ops", "app"]))
        #expect(throws: AnswerError.unexpected(line: 9, "account app")) {
            try SurveyReader.read(Self.survey, to: request)
        }
    }

    /// Where one file ends and the next begins is not known of them then.
    @Test(arguments: [" 23 20 6f 6c 64", " 23 20 6f 6c 64 0a 0a", ""])
    func filesThatChangeWhileTheyAreReadAreNotRead(_ bytes: String) throws {
        let request = try #require(SurveyRequest(users: ["app", "ops"]))
        let text = String(decoding: Self.survey, as: UTF8.self).replacing(" 23 20 6f 6c 64 0a\n", with: bytes + "\n")
        #expect(throws: AnswerError.cutShort) { try SurveyReader.read(Array(text.utf8), to: request) }
    }

    @Test func whatIsNoAnswerIsQuotedWithoutBeingObeyed() throws {
        let request = try #require(SurveyRequest(users: []))
        #expect(throws: AnswerError.noAnswer(said: "sudo: \\x1b[2Ja password is required")) {
            try SurveyReader.read(Array("sudo: \u{1b}[2Ja password is required\n".utf8), to: request)
        }
        let endless = [UInt8](repeating: 0x0A, count: 1 << 20)
        #expect(throws: AnswerError.noAnswer(said: "")) { try SurveyReader.read(endless, to: request) }
    }

    @Test func answersToChangesAreReadOrRefused() throws {
        let file = FileChange(folder: "/a", name: "b", owner: 1, group: 1, old: nil, bytes: [1])
        let token = try #require(Self.token)
        let request = try #require(ChangeRequest(token: token, holder: "", files: [file]))
        let answers = [
            "levels-ssh 1\narmed 12\nchanged \(request.token.text)\n",
            "levels-ssh 1\nlock preparing 0 - - - -\nfailed busy 0\n", "levels-ssh 1\narmed 1\nfailed rename 1\n",
            "levels-ssh 1\nconfirmed\n", "levels-ssh 1\nnone \(request.token.text) confirmed 1\n",
            "levels-ssh 1\nfailed late\n",
        ].map { Array($0.utf8) }
        #expect(try ChangeAnswer.read(answers[0], to: request) == .changed)
        #expect(try SettleAnswer.read(answers[3]) == .confirmed)
        #expect(throws: AnswerError.self) { try ChangeAnswer.read(answers[3], to: request) }
        let other = try #require(ChangeRequest(holder: "", files: [file]))
        #expect(throws: AnswerError.self) { try ChangeAnswer.read(answers[0], to: other) }
        // Never armed, and yet changed: the host does not do what it was asked.
        let unarmed = Array("levels-ssh 1\nchanged \(request.token.text)\n".utf8)
        #expect(throws: AnswerError.self) { try ChangeAnswer.read(unarmed, to: request) }
        // sshd ends a line of its log in a carriage return as well.
        let said = Array("levels-ssh 1\narmed 12\nsaid line 4: no\r\nfailed check 0\n".utf8)
        guard case .failed(let failure) = try ChangeAnswer.read(said, to: request) else {
            Issue.record("not failed")
            return
        }
        #expect(failure.said == "line 4: no")
        let sessions = try #require(
            SessionsRequest(fingerprints: ["SHA256:" + String(repeating: "a", count: 43)], users: ["app"]))
        var spoiler = Spoiler(seed: 32)
        for _ in 0..<Spoiler.iterations {
            let bytes = spoiler.spoilt(answers.randomElement(using: &spoiler) ?? [])
            _ = try? ChangeAnswer.read(bytes, to: request)
            _ = try? SettleAnswer.read(bytes)
            _ = try? SessionsAnswer.read(bytes, to: sessions)
        }
    }

    @Test(arguments: ["", ".", "a b", "a,b", "a\nb", "-a", "a/b", "é", String(repeating: "a", count: 33)])
    func noOtherNameGoesToAHost(_ name: String) {
        #expect(SurveyRequest(users: [name]) == nil)
    }

    @Test func noOtherPathGoesToAHost() {
        func request(_ folder: String, _ name: String, mode: UInt32 = 0o600, old: FileHash? = nil) -> ChangeRequest? {
            ChangeRequest(
                holder: "",
                files: [
                    FileChange(folder: folder, name: name, owner: 1, group: 1, mode: mode, old: old, bytes: [1])
                ])
        }
        #expect(request("/a b", "c d") != nil)
        for (folder, name) in [
            ("a", "b"), ("/a\n", "b"), ("/a", "b/c"), ("/a", ".."), ("/a", "."), ("/a", ""), ("", "b"),
        ] {
            #expect(request(folder, name) == nil, "\(folder) \(name)")
        }
        #expect(request("/a", "b", mode: 0o4755) == nil)
        #expect(request("/a", "b", old: FileHash(of: [1])) == nil)
        #expect(ChangeRequest(holder: "", files: []) == nil)
    }
}
