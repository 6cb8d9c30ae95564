import Testing

@testable import Fleet

/// By sshd's log and the titles of processes; those are given to processes that are no sshd, since a session that is ended
/// takes a test's own server along.
@Suite("Sessions of a key", .enabled(if: StagedHost.isPossible, StagedHost.why))
struct SessionsTests {
    private static func fingerprint(_ letter: String) -> String { "SHA256:" + String(repeating: letter, count: 43) }

    @Test(arguments: HostScriptTests.shells)
    func areFoundByTheLastLoginOfTheirProcessAndEnded(_ shell: [String]) async throws {
        try await StagedHost.with { host in
            // Alice's, bob's, a process of another kind that has such a number, and one that has ended.
            let started = try await host(
                [
                    "/bin/bash", "-c",
                    """
                    exec 2> /dev/null
                    for title in "sshd: app [priv]" "sshd: app [priv]" vi; do
                    (exec -a "$title" sleep 300 > /dev/null) & echo $!; done
                    """,
                ])
            let numbers = started.text.split(separator: "\n").map(String.init)
            try #require(numbers.count == 3)
            func line(_ process: String, _ key: String, _ user: String = "app") -> String {
                "Nov 23 17:00:00 h sshd[\(process)]: Accepted publickey for \(user) from 192.0.2.9 port 1 ssh2: ED25519 \(key)\n"
            }
            let alice = Self.fingerprint("a")
            let bob = Self.fingerprint("b")
            let log =
                line(numbers[0], bob) + line(numbers[0], alice) + line(numbers[1], alice) + line(numbers[1], bob)
                + line(numbers[2], alice) + line("4194304", alice) + line("../self", alice) + line("-1", alice)
            try await host.write(Array(log.utf8), to: "/var/log/auth.log", owner: 0)
            let request = try #require(SessionsRequest(fingerprints: [alice], users: ["app"]))
            let found = try await host.run(.sessions, request.input, shell: shell)
            let answer = try SessionsAnswer.read(found.output, to: request)
            #expect(answer.hasLog && answer.sessions.map { String($0.process) } == [numbers[0]])
            #expect(answer.sessions.first?.from == "192.0.2.9" && answer.sessions.first?.isEnded == false)
            // Bob's stands there last, and Alice's before it: whose it is nobody knows.
            let unknown = answer.unknown.map { String($0.process) }
            #expect(unknown.contains(numbers[1]) && !unknown.contains(numbers[0]) && !unknown.contains(numbers[2]))
            let ended = try await host.run(.endSessions, request.input, shell: shell)
            #expect(try SessionsAnswer.read(ended.output, to: request).sessions.map(\.isEnded) == [true])
            let left = try await host.run(.sessions, request.input, shell: shell)
            #expect(try SessionsAnswer.read(left.output, to: request).sessions.isEmpty)
            try await host.sh("kill \(numbers[1]) \(numbers[2])")
        }
    }

    /// What was started over a session, and heeds neither the end of its terminal nor being asked, ends with it; what left
    /// the session before is somebody else's business.
    @Test(arguments: HostScriptTests.shells)
    func endWithWhatIgnoresSignals(_ shell: [String]) async throws {
        try await StagedHost.with { host in
            let started = try await host(
                [
                    "/bin/bash", "-c",
                    """
                    exec 2> /dev/null
                    trap '' HUP TERM
                    exec -a "sshd: app [priv]" /bin/bash -c 'trap "" HUP TERM; (trap "" HUP TERM; setsid /bin/sh -c "echo \\$\\$ > $0/below; sleep 300; :") & (setsid sleep 301 > /dev/null & echo $! > $0/away); wait' "$0" > /dev/null &
                    until [ -s "$0/below" ] && [ -s "$0/away" ]; do :; done
                    echo $!; cat "$0/below" "$0/away"
                    """, host.folder,
                ])
            let numbers = started.text.split(separator: "\n").map(String.init)
            try #require(numbers.count == 3, "\(started)")
            let alice = Self.fingerprint("a")
            let line =
                "Nov 23 17:00:00 h sshd[\(numbers[0])]: Accepted publickey for app from 192.0.2.9 port 1 ssh2: ED25519 \(alice)\n"
            try await host.write(Array(line.utf8), to: "/var/log/auth.log", owner: 0)
            let request = try #require(SessionsRequest(fingerprints: [alice], users: ["app"]))
            let ended = try await host.run(.endSessions, request.input, shell: shell)
            let answer = try SessionsAnswer.read(ended.output, to: request)
            #expect(answer.sessions.map { String($0.process) } == [numbers[0]])
            #expect(answer.sessions.map(\.isEnded) == [true])
            let left =
                "for p in \(numbers.joined(separator: " ")); do grep -s '^State:.[^Z]' /proc/$p/status > /dev/null && echo $p; done; true"
            #expect(try await host.sh(left) == numbers[2] + "\n")
            try await host.sh("kill -9 \(numbers[2])")
        }
    }

    /// In the order in which they were written, whichever way the log was turned: the oldest is packed.
    @Test func areFoundInALogThatWasTurned() async throws {
        try await StagedHost.with { host in
            let started = try await host(
                [
                    "/bin/bash", "-c",
                    "exec 2> /dev/null; (exec -a \"sshd: app [priv]\" sleep 300 > /dev/null) & echo $!",
                ])
            let number = try #require(started.text.split(separator: "\n").first.map(String.init))
            let alice = Self.fingerprint("a")
            let line =
                "Nov 23 17:00:00 h sshd[\(number)]: Accepted publickey for app from ::1 port 1 ssh2: ED25519 \(alice)\n"
            let request = try #require(SessionsRequest(fingerprints: [alice], users: ["app"]))
            func found() async throws -> SessionsAnswer {
                try SessionsAnswer.read(try await host.run(.sessions, request.input).output, to: request)
            }
            try await host.write(Array("Nov 23 18:00:00 h sshd[1]: nothing\n".utf8), to: "/var/log/auth.log", owner: 0)
            // Nothing is said of it: that is no none.
            #expect(try await found().unknown.map { String($0.process) }.contains(number))
            try await host.write(Array(line.utf8), to: "/var/log/auth.log.2", owner: 0)
            try await host.sh("gzip /var/log/auth.log.2; touch -d 2020-01-01 /var/log/auth.log.2.gz")
            #expect(try await found().sessions.map { String($0.process) } == [number])
            try await host.sh("kill \(number)")
        }
    }

    /// A server with a login that is not done yet is nobody's session.
    @Test func areNotThoseWhoHaveNotLoggedInYet() async throws {
        try await StagedHost.with { host in
            let started = try await host(
                [
                    "/bin/bash", "-c",
                    """
                    exec 2> /dev/null
                    exec -a "sshd: app [priv]" /bin/bash -c '(exec -a "sshd: app [net]" sleep 300 > /dev/null) & echo $$ $!; wait' &
                    sleep 1
                    """,
                ])
            let numbers = started.text.split(whereSeparator: \.isWhitespace).map(String.init)
            try #require(numbers.count == 2)
            let request = try #require(SessionsRequest(fingerprints: [], users: ["app"]))
            let answer = try SessionsAnswer.read(try await host.run(.sessions, request.input).output, to: request)
            #expect(!answer.unknown.map { String($0.process) }.contains(numbers[0]))
            try await host.sh("kill \(numbers[1])")
        }
    }

    @Test func areUnknownWithoutALog() async throws {
        try await StagedHost.with { host in
            let request = try #require(
                SessionsRequest(fingerprints: [Self.fingerprint("a")], users: ["no-such-account"]))
            let found = try await host.run(.sessions, request.input)
            #expect(
                try SessionsAnswer.read(found.output, to: request)
                    == SessionsAnswer(sessions: [], unknown: [], hasLog: false))
        }
    }
}
