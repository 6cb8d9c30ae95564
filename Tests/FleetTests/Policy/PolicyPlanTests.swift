import AuthorizedKeys
import Testing

@testable import Fleet
@testable import LevelsLab

/// A real sshd, brought to the policy by what a plan says of it.
@Suite("A login policy", .enabled(if: StagedHost.canFilter, StagedHost.whyNoFilter))
struct PolicyPlanTests {
    /// What somebody has there, and would have sshd say yes to passwords for some or for all.
    static let obstacles = [
        "", "touch /etc/ssh/sshd_config.d/x",
        "echo 'PasswordAuthentication yes' > /etc/ssh/sshd_config.d/00-a.conf",
        "echo 'KbdInteractiveAuthentication yes' > /etc/ssh/sshd_config.d/0.conf",
        "printf 'Match all\\nPasswordAuthentication yes\\n' > /etc/ssh/sshd_config.d/99.conf",
        "printf 'ChannelTimeout *=1m\\nMatch User app\\nChannelTimeout session=1h\\n' > /etc/ssh/sshd_config.d/99.conf",
        "printf 'Match User app\\nPasswordAuthentication yes\\n' >> /etc/ssh/sshd_config",
        "printf 'Match Address 127.0.0.0/8\\nKbdInteractiveAuthentication yes\\n' >> /etc/ssh/sshd_config",
        "sed -i '/^Include/d' /etc/ssh/sshd_config; rm -r /etc/ssh/sshd_config.d",
        "printf 'PasswordAuthentication yes\\nUsePAM yes\\n' | cat - /etc/ssh/sshd_config > /etc/ssh/x; mv /etc/ssh/x /etc/ssh/sshd_config",
    ]

    @Test(arguments: obstacles)
    func isKeptWhateverElseIsConfigured(_ obstacle: String) async throws {
        // A host key is named at the end, so that the Include comes first, as it does on Debian.
        let setup = "sed -i '/^HostKey/{h;d};$G' /etc/ssh/sshd_config; \(obstacle)"
        try await StagedHost.withDoor(setup: setup) { host in
            #expect(try await host.offers() != "publickey")
            let before = try await host.sh("cd /etc/ssh; find . -type f | sort | xargs -d '\\n' sha256sum")
            let plan = try await host.policyPlan()
            #expect(!plan.isInStep && !plan.text.isEmpty && plan.refusals == [])
            let request = try #require(ChangeRequest(holder: "", files: plan.files, duties: plan.duties))
            #expect(try await host.change(request) == .changed)
            for user in ["app", "ops", "root", "nobody-here"] {
                #expect(try await host.offers(user) == "publickey", "\(user)")
            }
            let after = try await host.policyPlan()
            #expect(after.isInStep && after.isInPlace && after.files == [], "\(after.text)")
            #expect(try await host.settle(.revert, request.token) == .reverted)
            #expect(try await host.sh("cd /etc/ssh; find . -type f | sort | xargs -d '\\n' sha256sum") == before)
            try await host.expectTidy()
        }
    }

    /// Too many to ask about, where it makes a difference who asks, and where it makes none.
    @Test(arguments: [true, false]) func tellsWhatItHasNotAsked(isMatched: Bool) async throws {
        let setup = isMatched ? "printf 'Match User app\\nMaxAuthTries 3\\n' >> /etc/ssh/sshd_config" : ""
        try await StagedHost.withDoor(setup: setup) { host in
            let plan = try await host.policyPlan((0..<100).map { "10.1.2.\($0)" }, atMost: 256)
            #expect(plan.policy.left == (isMatched ? 303 - 256 : 0))
            #expect(plan.policy.notes.contains { $0.hasPrefix("47 logins, ") } == isMatched)
            #expect((plan.policy.leftOut != nil) == isMatched)
        }
    }

    /// That all others are let in alike says nothing of the last.
    @Test func asksAboutTheLastOfMany() async throws {
        let setup = "printf 'Match Address 10.1.2.99 User app\nMaxAuthTries 7\n' >> /etc/ssh/sshd_config"
        try await StagedHost.withDoor(setup: setup) { host in
            let plan = try await host.policyPlan((0..<100).map { "10.1.2.\($0)" })
            #expect(plan.policy.left == 0)
            let found = plan.text.filter { $0.contains(", 7 for app from 10.1.2.99 (/etc/ssh/sshd_config:") }
            #expect(found.count == 1, "\(plan.text)")
        }
    }

    /// sshd 9.2 will not have `any` beside our `publickey`, wherever it stands: said in its words, and nothing is changed.
    /// 9.9 takes it, and goes by ours.
    @Test func refusesWhatSSHDRefuses() async throws {
        let setup = "printf 'Match User app\\nAuthenticationMethods any\\n' >> /etc/ssh/sshd_config"
        try await StagedHost.withDoor(setup: setup) { host in
            let plan = try await host.policyPlan()
            #expect(plan.text.contains { $0.contains("AuthenticationMethods is any for app (/etc/ssh/sshd_config:") })
            let request = try #require(ChangeRequest(holder: "", files: plan.files, duties: plan.duties))
            guard case .failed(let failure) = try await host.change(request) else {
                #expect(try await host.policyPlan().isInStep)
                #expect(try await host.offers() == "publickey")
                return
            }
            #expect(failure.step == .check)
            #expect(failure.said?.escaped(limit: 400).contains("AuthenticationMethods") == true, "\(failure)")
            try await host.expectTidy()
        }
    }

    @Test func putsALineInFrontOnlyWhereItMust() async throws {
        let first = "sed -i '/^HostKey/{h;d};$G' /etc/ssh/sshd_config"
        try await StagedHost.withDoor(setup: first) { host in
            let plan = try await host.policyPlan()
            #expect(plan.files.map(\.name) == ["revoked_keys", "00-levels.conf"])
        }
        try await StagedHost.withDoor { host in
            let old = try #require(try await host.read("/etc/ssh/sshd_config"))
            let plan = try await host.policyPlan()
            #expect(plan.files.map(\.name) == ["revoked_keys", "00-levels.conf", "sshd_config"])
            let bytes = try #require(plan.files.last?.bytes)
            #expect(bytes.suffix(old.count) == old[...])
        }
    }
}

extension StagedHost {
    struct Planned {
        let policy: PolicyPlan
        let files: [FileChange]
        var duties: [ChangeDuty] { policy.duties }
        var isInStep: Bool { policy.isInStep }
        var isInPlace: Bool { policy.isInPlace }
        var refusals: [PolicyRefusal] { policy.refusals }
        var text: [String] { policy.text }
    }

    /// The policy's part of a plan, for a bastion on which `app` and `ops` are managed.
    func policyPlan(
        _ addresses: [String] = ["127.0.0.1", "10.1.2.3", "2001:db8::1"], atMost most: Int = PolicyRequest.mostCases
    ) async throws -> Planned {
        let connection = "127.0.0.1 50000 127.0.0.1 22"
        let survey = try #require(SurveyRequest(users: ["app", "ops"]))
        let machine = try SurveyReader.read(
            try await run(.survey, survey.input, connection: connection).output, to: survey)
        let subject = PolicySubject(
            role: .bastion, users: ["app", "ops", "root"], addresses: addresses)
        let request = try #require(PolicyRequest(users: subject.users, addresses: subject.addresses, atMost: most))
        let measured = try PolicyReader.read(
            try await run(.policy, request.input, connection: connection).output, to: request)
        let revoked = "/var/lib/levels-ssh/revoked_keys"
        let plan = PolicyPlan(
            subject, measured: measured, machine: machine, revokedKeys: revoked, admin: "ops", keysStay: false,
            now: machine.clock.seconds)
        let list = FileChange(
            folder: "/var/lib/levels-ssh", name: "revoked_keys", owner: 0, group: 0, mode: 0o644,
            old: machine.revokedKeys, bytes: [])
        return Planned(
            policy: plan,
            files: plan.changes.isEmpty || machine.revokedKeys != nil ? plan.changes : [list] + plan.changes)
    }
}
