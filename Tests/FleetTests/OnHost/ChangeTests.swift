import AuthorizedKeys
import Testing

@testable import Fleet
@testable import LevelsLab

@Suite("A change on a host", .enabled(if: StagedHost.isPossible, StagedHost.why))
struct ChangeTests {
    private let file = StagedHost.keysFile

    private func onHost(setup: String = "", _ body: @escaping @Sendable (StagedHost) async throws -> Void) async throws
    {
        try await StagedHost.with(setup: setup) { host in
            try await host.write(StagedHost.old, to: StagedHost.keysFile)
            try await body(host)
            #expect(try await host(["test", "-e", "/ran"]).exit == 1, "a shell saw what it must not")
        }
    }

    @Test(arguments: HostScriptTests.shells)
    func staysWhenItIsConfirmed(_ shell: [String]) async throws {
        try await onHost { host in
            let request = try StagedHost.request(
                quarantine: Quarantine(name: "foreign_keys", bytes: Array("# $(touch /ran)\n".utf8)))
            #expect(try await host.change(request, shell: shell) == .changed)
            let pending = try #require(try await host.survey().pending)
            #expect(pending.state == .armed && pending.isAlive && pending.isBusy && pending.token == request.token)
            #expect(pending.holder == "alice@laptop" && pending.age.map { $0 < 60 } == true)
            #expect(try await host.settle(.confirm, request.token, shell: shell) == .confirmed)
            #expect(try await host.read(file) == StagedHost.new)
            #expect(try await host.sh("stat -c '%u:%g %a %h' \(file)") == "64001:64001 600 1\n")
            #expect(
                try await host.read("/var/lib/levels-ssh/quarantine/foreign_keys") == Array("# $(touch /ran)\n".utf8))
            #expect(try await host.sh("stat -c '%u %a' /var/lib/levels-ssh/quarantine/foreign_keys") == "0 600\n")
            let machine = try await host.survey()
            #expect(machine.pending == nil && machine.last?.token == request.token && machine.last?.isConfirmed == true)
            try await host.expectTidy()
            let again = try await host.settle(.confirm, request.token, shell: shell)
            #expect(again == .none(last: machine.last))
        }
    }

    @Test(arguments: HostScriptTests.shells)
    func isTakenBackWhenAsked(_ shell: [String]) async throws {
        try await onHost { host in
            let fresh = FileChange(
                folder: "/home/ops/.ssh2", name: "keys", parent: "/home/ops", owner: StagedHost.ops,
                group: StagedHost.ops, old: nil, bytes: [])
            let request = try StagedHost.request(more: [fresh])
            let before = try await host.sh("stat -c '%i %Y %a' \(file)")
            #expect(try await host.change(request, shell: shell) == .changed)
            #expect(try await host.read(file) == StagedHost.new)
            #expect(try await host.read("/home/ops/.ssh2/keys") == [])
            #expect(try await host.sh("stat -c '%u:%g %a' /home/ops/.ssh2") == "64002:64002 700\n")
            #expect(try await host.settle(.revert, request.token, shell: shell) == .reverted)
            #expect(try await host.read(file) == StagedHost.old)
            #expect(try await host.read("/home/ops/.ssh2/keys") == nil)
            #expect(try await host.sh("stat -c '%i %Y %a' \(file)") == before)
            #expect(try await host.survey().last?.isConfirmed == false)
            try await host.expectTidy()
        }
    }

    @Test func isTakenBackByTheHostAlone() async throws {
        try await onHost { host in
            let request = try StagedHost.request(patience: 1)
            // The reverter holds the pipe as long as it runs, and nobody confirms.
            let words = ["/bin/bash", "-c", "exec 9>&1; setsid -w /bin/sh -c \"$1\" > \"$0\"", host.folder + "/answer"]
            _ = try await host(
                ["/bin/bash", "-c", "\"$@\" | cat", "-"] + words + [HostScript.change.text], input: request.input)
            let answer = try #require(try await host.read(host.folder + "/answer"))
            #expect(try ChangeAnswer.read(answer, to: request) == .changed)
            #expect(try await host.read(file) == StagedHost.old)
            let last = try await host.survey().last
            #expect(try await host.settle(.confirm, request.token) == .none(last: last))
            #expect(last?.isConfirmed == false && last?.token == request.token)
            try await host.expectTidy()
        }
    }

    @Test func isOneAtATimeAndSaysWhoseTurnItIs() async throws {
        try await onHost { host in
            let first = try StagedHost.request(holder: "b\"o'b\n$(touch /ran)\u{1b}[2J")
            #expect(try await host.change(first) == .changed)
            let second = try StagedHost.request(old: StagedHost.new, new: [1])
            guard case .failed(let failure) = try await host.change(second) else {
                Issue.record("two at once")
                return
            }
            #expect(failure.step == .busy && failure.pending?.holder == first.holder && !failure.wasArmed)
            #expect(failure.pending?.token == first.token && failure.pending?.isBusy == true)
            #expect(try await host.settle(.revert, second.token) == .none(last: nil))
            #expect(try await host.read(file) == StagedHost.new)
            #expect(try await host.settle(.confirm, first.token) == .confirmed)
        }
    }

    /// What stands there, what the step is called, and what is there afterwards.
    @Test(arguments: [
        ("echo other > FILE", ChangeAnswer.Step.differs), ("rm FILE", .differs),
        ("rm FILE; ln -s /etc/passwd FILE", .differs), ("rm FILE; mkdir FILE", .differs),
        ("mv /home/app/.ssh /home/real; ln -s /home/real /home/app/.ssh", .folder), ("rm -r /home/app/.ssh", .folder),
        ("rm -rf /var/lib/levels-ssh; echo > /var/lib/levels-ssh", .state),
        (
            "mount -t tmpfs -o size=16k,mode=700,uid=64001 tmpfs /home/app/.ssh; cp /home/old FILE; head -c 8k /dev/zero > /home/app/.ssh/x || true",
            .write
        ),
        ("mount -t tmpfs -o size=4k tmpfs /var/lib; echo > /var/lib/x", .state),
        // Room for what is written there first, and for nothing else.
        ("mkdir /var/lib/levels-ssh; mount -t tmpfs -o size=12k tmpfs /var/lib/levels-ssh", .quarantine),
    ])
    func leavesEverythingAsItIsWhereItCannot(_ setup: String, _ step: ChangeAnswer.Step) async throws {
        try await onHost { host in
            let look =
                "find /home/app ! -type d -exec stat -c '%n %i %s %Y %u %a' {} + | sort; sha256sum /home/app/.ssh/* || true"
            let new = StagedHost.new + [UInt8](repeating: 0x23, count: 20_000)
            try await host.sh("cp \(file) /home/old; " + setup.replacing("FILE", with: file))
            let before = try await host.sh(look)
            let kept = Quarantine(name: "foreign_keys", bytes: [UInt8](repeating: 0x23, count: 5000))
            let answer = try await host.change(try StagedHost.request(new: new, quarantine: kept))
            guard case .failed(let failure) = answer else {
                Issue.record("\(setup): \(answer)")
                return
            }
            #expect(failure.step == step, "\(setup)")
            #expect(try await host.sh(look) == before)
            #expect(try await host(["test", "-d", "/var/lib/levels-ssh/change"]).exit == 1)
        }
    }

    @Test func anImmutableFileIsLeftAndTheOthersArePutBack() async throws {
        try await onHost { host in
            let second = FileChange(
                folder: "/home/ops/.ssh", name: "authorized_keys", owner: StagedHost.ops, group: StagedHost.ops,
                old: FileHash(of: [1]), bytes: [2])
            try await host.write([1], to: "/home/ops/.ssh/authorized_keys", owner: StagedHost.ops)
            guard try await host(["chattr", "+i", "/home/ops/.ssh/authorized_keys"]).exit == 0 else {
                try Test.cancel("tmpfs of this kernel has no attributes, or chattr(1) is missing")
            }
            let answer = try await host.change(try StagedHost.request(more: [second]))
            guard case .failed(let failure) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(failure.step == .rename && failure.file == 1 && failure.wasArmed)
            #expect(try await host.read(file) == StagedHost.old)
            #expect(try await host.read("/home/ops/.ssh/authorized_keys") == [1])
            try await host.sh("chattr -i /home/ops/.ssh/authorized_keys")
            try await host.expectTidy()
        }
    }

    @Test func whatArrivesInPartIsNotDone() async throws {
        try await onHost { host in
            let request = try StagedHost.request()
            for count in [0, 20, 200, request.input.count - 60, request.input.count - 1] {
                let result = try await host.run(.change, Array(request.input.prefix(count)))
                #expect(
                    ["failed input 0\n", "failed input 1\n"].contains { result.text.hasSuffix($0) },
                    "\(count): \(result.text)")
            }
            #expect(try await host.read(file) == StagedHost.old)
            try await host.expectTidy()
        }
    }

    @Test func isNotConfirmedWhereSomebodyElseHasWrittenMeanwhile() async throws {
        try await onHost { host in
            let request = try StagedHost.request()
            #expect(try await host.change(request) == .changed)
            try await host.sh("echo theirs >> \(file)")
            #expect(try await host.settle(.confirm, request.token) == .differs)
            #expect(try await host.settle(.revert, request.token) == .reverted)
            // It is theirs by now.
            #expect(try await host.read(file) == StagedHost.new + Array("theirs\n".utf8))
            try await host.expectTidy()
        }
    }

    @Test func aLeftoverOfBeforeARestartIsFoundAndEnded() async throws {
        try await onHost { host in
            let request = try StagedHost.request()
            #expect(try await host.change(request) == .changed)
            // As after a restart: another boot, and nobody who waits.
            try await host.sh(
                "kill -9 -$(cat /var/lib/levels-ssh/change/armed); sed -i 2s/.*/0-0/ /var/lib/levels-ssh/change/holder")
            let pending = try #require(try await host.survey().pending)
            #expect(pending.state == .armed && !pending.isAlive && !pending.isBusy && pending.age == nil)
            let ending = MachineChange.ending(pending)
            #expect(try await host.settle(ending.verb, ending.token) == .reverted)
            #expect(try await host.read(file) == StagedHost.old)
            try await host.expectTidy()
        }
    }
}
