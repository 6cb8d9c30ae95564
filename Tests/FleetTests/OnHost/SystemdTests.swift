import Testing

@testable import Fleet
@testable import LevelsLab

/// Where systemd runs, it is asked to run what takes a change back: what is started from a login may end with that
/// (logind.conf(5), KillUserProcesses).
@Suite("A change on a host with systemd", .serialized, .enabled(if: StagedHost.canBoot, StagedHost.bootNeeds))
struct SystemdTests {
    private static let file = StagedHost.keysFile

    private static func onHost(_ body: @escaping @Sendable (StagedHost) async throws -> Void) async throws {
        try await StagedHost.with(systemd: true) { host in
            try await host.write(StagedHost.old, to: file)
            try await body(host)
        }
    }

    @Test func isTakenBackBySystemdUnlessItIsConfirmed() async throws {
        try await Self.onHost { host in
            let request = try StagedHost.request()
            #expect(try await host.change(request) == .changed)
            let place = try await host.sh("read p < /var/lib/levels-ssh/change/armed; cat /proc/$p/cgroup")
            #expect(place.contains("levels-ssh-\(request.token.text).service"))
            let pending = try #require(try await host.survey().pending)
            #expect(pending.isBusy && pending.state == .armed)
            #expect(try await host.settle(.confirm, request.token) == .confirmed)
            #expect(try await host.read(Self.file) == StagedHost.new)
            // Nothing of it is left to systemd, a failed unit neither.
            try await host.sh(
                "until [ -z \"$(systemctl list-units --all --no-legend 'levels-ssh-*')\" ]; do sleep 0.1; done")
            try await host.expectTidy()
        }
    }

    @Test func isTakenBackWhenAsked() async throws {
        try await Self.onHost { host in
            let request = try StagedHost.request()
            #expect(try await host.change(request) == .changed)
            #expect(try await host.settle(.revert, request.token) == .reverted)
            #expect(try await host.read(Self.file) == StagedHost.old)
            try await host.expectTidy()
        }
    }

    /// Whoever asked for it has ended, with every process of the login.
    @Test func isTakenBackByTheHostAlone() async throws {
        try await Self.onHost { host in
            let request = try StagedHost.request(patience: 1)
            let ending = "setsid -w /bin/sh -c \"$1\" levels-ssh; kill -9 0"
            _ = try await host(
                ["setsid", "-w", "/bin/bash", "-c", ending, "-", HostScript.change.text], input: request.input)
            try await host.sh("while [ -d /var/lib/levels-ssh/change ]; do sleep 0.1; done")
            #expect(try await host.read(Self.file) == StagedHost.old)
            let last = try await host.survey().last
            #expect(last?.token == request.token && last?.isConfirmed == false)
            try await host.expectTidy()
        }
    }

    /// A systemd that does not answer arms nothing: then nothing is changed.
    @Test func whatCannotBeArmedIsNotDone() async throws {
        try await Self.onHost { host in
            try await host.sh("mount -t tmpfs tmpfs /run/systemd && mkdir /run/systemd/system")
            let request = try StagedHost.request()
            guard case .failed(let failure) = try await host.change(request) else {
                Issue.record("changed, though nothing would take it back")
                return
            }
            #expect(failure.step == .arm && !failure.wasArmed)
            #expect(try await host.read(Self.file) == StagedHost.old)
            try await host.expectTidy()
        }
    }
}
