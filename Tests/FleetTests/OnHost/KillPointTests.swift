import AuthorizedKeys
import Synchronization
import Testing

@testable import Fleet
@testable import LevelsLab

/// Every program that a script runs is a point at which it may be killed, with all of its process group: in front of the
/// first, of the second, and so on until one run gets to its end.
@Suite(
    "A script that is killed", .serialized, .timeLimit(.minutes(5)), .enabled(if: StagedHost.isPossible, StagedHost.why)
)
struct KillPointTests {
    private static let second = "/home/ops/.ssh/authorized_keys"

    /// Programs that count how often any of them was called, and kill their process group at a call; but for tail(1),
    /// which runs beside head(1).
    private static let wrappers = """
        mkdir "$F/bin"; mkfifo "$F/go" "$F/hold"
        for p in mkdir mv date cat wc head stat chmod chown sync sha256sum ln cp setsid rm id getent sshd od lsattr readlink tr nft; do
        printf '#!/bin/sh\\nread n < "%s/count"; n=$((n + 1)); echo $n > "%s/count"; read k < "%s/kill"\\n[ $n = $k ] && kill -9 0\\nexec %s "$@"\\n' "$F" "$F" "$F" "$(command -v $p)" > "$F/bin/$p"
        chmod 755 "$F/bin/$p"; done
        ln -s "$(command -v tail)" "$F/bin/tail"
        printf '#!/bin/sh\\n[ $1 = 0.1 ] && exec %s 0.1\\nread x < "%s/go"\\n' "$(command -v sleep)" "$F" > "$F/bin/sleep"; chmod 755 "$F/bin/sleep"
        """

    /// Runs a script, says what is there as soon as it has ended, lets the host's time be over, and says it again once
    /// everything has ended.
    private static let running = """
        F=$1; echo "$2" > "$F/kill"; echo 0 > "$F/count"
        look() { for f in \(StagedHost.keysFile) \(second); do cat $f 2> /dev/null | sha256sum | cut -c 1-64; done; }
        cat "$F/hold" > /dev/null & c=$!
        exec 8<> "$F/go" 9> "$F/hold"
        setsid -w /bin/sh -c "$3" levels-ssh "192.0.2.9 50000 192.0.2.1 22" > "$F/answer" 2> /dev/null
        if [ -n "$4" ]; then echo 0 > "$F/count"; printf '%s\\n' confirm "$4" | setsid -w /bin/sh -c "$5" levels-ssh > "$F/answer" 2> /dev/null; fi
        read n < "$F/count"; look; echo x >&8; exec 9>&-; wait $c; exec 8>&-; look
        read all < "$F/count"; echo "$n $all"; [ -d /var/lib/levels-ssh/change ] && echo pending; true
        """

    private static func slowed(_ host: StagedHost, _ text: String) throws -> String {
        let parts = text.split(separator: HostScript.path, omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        return parts.joined(separator: "PATH=\(host.folder)/bin")
    }

    private struct Seen {
        let atOnce: [String]
        let atLast: [String]
        let calls: Int
        let isPending: Bool
    }

    /// `visit` from its first question to the confirmation, as somebody says it to whom every answer was right.
    /// - Parameter kill: at which call of it, or of its reverter.
    private static func visit(_ host: StagedHost, _ request: ChangeRequest, kill: Int) async throws -> Seen {
        let survey = try #require(SurveyRequest(users: ["app", "ops"]))
        let words = [host.folder, String(kill), try slowed(host, HostScript.visit.text)]
        let input =
            survey.input + HostScript.more + request.input(reverter: try slowed(host, ReverterScript.text))
            + SettleRequest(.confirm, request.token).input
        return try await seen(host, running, words, input, kill)
    }

    /// - Parameter kill: at which call; of `settle` where `confirm` is given, else of `change` and its reverter.
    private static func run(_ host: StagedHost, _ request: ChangeRequest, kill: Int, confirm: Bool) async throws -> Seen
    {
        let change = try slowed(host, HostScript.change.text)
        let settle = try slowed(host, HostScript.settle.text)
        let words = [host.folder, String(kill), change] + (confirm ? [request.token.text, settle] : [])
        // With a confirmation to be killed, the change itself must get through.
        let text =
            confirm
            ? running.replacing("echo \"$2\" > \"$F/kill\"", with: "echo 0 > \"$F/kill\"")
                .replacing("then echo 0 > \"$F/count\"", with: "then echo 0 > \"$F/count\"; echo \"$2\" > \"$F/kill\"")
            : running
        return try await seen(host, text, words, request.input(reverter: try slowed(host, ReverterScript.text)), kill)
    }

    private static func seen(
        _ host: StagedHost, _ text: String, _ words: [String], _ input: [UInt8], _ kill: Int
    ) async throws -> Seen {
        let result = try await host(["/bin/bash", "-c", text, "-"] + words, input: input)
        let lines = result.text.split(separator: "\n").map(String.init)
        try #require(lines.count >= 5, "\(kill): \(result.text) \(result.errors)")
        let counts = lines[4].split(separator: " ").compactMap { Int($0) }
        return Seen(
            atOnce: Array(lines[0...1]), atLast: Array(lines[2...3]), calls: try #require(counts.last),
            isPending: lines.count > 5)
    }

    private static func stage(_ body: @escaping @Sendable (StagedHost) async throws -> Void) async throws {
        try await StagedHost.with { host in
            try await host.sh("F=\(host.folder)\n" + wrappers)
            try await body(host)
            // What was not cleared away by who was killed is cleared away by the next.
            try await host.sh("rm -f \(second)")
            try await host.write(StagedHost.old, to: StagedHost.keysFile)
            let request = try Self.request()
            #expect(try await host.change(request) == .changed)
            #expect(try await host.settle(.confirm, request.token) == .confirmed)
            try await host.expectTidy()
        }
    }

    /// One file that is there and one that is not.
    private static func request() throws -> ChangeRequest {
        let fresh = FileChange(
            folder: "/home/ops/.ssh", name: "authorized_keys", owner: StagedHost.ops, group: StagedHost.ops, old: nil,
            bytes: StagedHost.new)
        return try StagedHost.request(quarantine: Quarantine(name: "q", bytes: [0x23, 0x0A]), more: [fresh])
    }

    private static let oldSums = [FileHash(of: StagedHost.old).hex, FileHash(of: []).hex]
    private static let newSum = FileHash(of: StagedHost.new).hex

    private static func expectWhole(_ sums: [String], _ point: Int) {
        for (sum, old) in zip(sums, oldSums) { #expect(sum == old || sum == newSum, "at call \(point)") }
    }

    @Test func aChangeIsTakenBackWhereverItWasKilled() async throws {
        try await Self.stage { host in
            try await host.write(StagedHost.old, to: StagedHost.keysFile)
            var points = 0
            var wereNew = 0
            for point in 1...200 {
                let seen = try await Self.run(host, try Self.request(), kill: point, confirm: false)
                Self.expectWhole(seen.atOnce, point)
                Self.expectWhole(seen.atLast, point)
                if seen.atOnce.contains(Self.newSum) { wereNew += 1 }
                if seen.isPending {
                    let pending = try #require(try await host.survey().pending)
                    #expect(!pending.isBusy, "at call \(point)")
                    let ending = MachineChange.ending(pending)
                    #expect(try await host.settle(ending.verb, ending.token) == .reverted, "at call \(point)")
                    let sums = try await host.sh("cat \(StagedHost.keysFile) | sha256sum | cut -c 1-64")
                    #expect(sums == Self.oldSums[0] + "\n", "at call \(point)")
                    #expect(try await host.read(Self.second) == nil, "at call \(point)")
                } else {
                    #expect(seen.atLast == Self.oldSums, "at call \(point)")
                }
                try await host.expectTidy(but: "gone-")
                points = point
                if seen.calls < point { break }
            }
            // That it was killed on either side of the replacing, and in the reverter too.
            #expect(points > 30 && points < 200 && wereNew > 5, "\(points) points, \(wereNew) of them behind a rename")
        }
    }

    /// Keys, what sshd goes by, and what the packet filter lets pass: one change, and one way back.
    @Test(.enabled(if: StagedHost.canFilter, StagedHost.whyNoFilter))
    func whatTakesEffectIsTakenBackWhereverItWasKilled() async throws {
        try await StagedHost.withDoor { host in
            try await host.sh("F=\(host.folder)\n" + Self.wrappers)
            try await host.write(StagedHost.old, to: StagedHost.keysFile)
            let open = try await host.offers()
            let rules = FilterTable(ports: [2222], admitted: try FilterHere.set(["192.0.2.0/24"])).text
            let keys = FileChange(
                folder: "/home/app/.ssh", name: "authorized_keys", owner: StagedHost.app, group: StagedHost.app,
                old: FileHash(of: StagedHost.old), bytes: StagedHost.new)
            var points = 0
            var wereNew = 0
            for point in 1...250 {
                let request = try StagedHost.doorRequest(rules: Array(rules.utf8), more: [keys])
                let seen = try await Self.run(host, request, kill: point, confirm: false)
                if seen.atOnce.contains(Self.newSum) { wereNew += 1 }
                if seen.isPending {
                    let pending = try #require(try await host.survey().pending)
                    #expect(!pending.isBusy, "at call \(point)")
                    let ending = MachineChange.ending(pending)
                    #expect(try await host.settle(ending.verb, ending.token) == .reverted, "at call \(point)")
                } else {
                    #expect(seen.atLast == Self.oldSums, "at call \(point)")
                }
                #expect(try await host.read(StagedHost.keysFile) == StagedHost.old, "at call \(point)")
                #expect(try await host.list("/etc/ssh/sshd_config.d") == [], "at call \(point)")
                #expect(try await host.ruleset().isEmpty, "at call \(point)")
                #expect(try await host.offers() == open, "at call \(point)")
                try await host.expectTidy(but: "gone-")
                points = point
                if seen.calls < point { break }
            }
            #expect(points > 40 && points < 250 && wereNew > 10, "\(points) points, \(wereNew) behind a rename")
        }
    }

    @Test func aConfirmationHoldsOrTheChangeIsTakenBack() async throws {
        let points = try await Self.holdsOrIsTakenBack { host, request, point in
            try await Self.run(host, request, kill: point, confirm: true)
        }
        #expect(points > 5)
    }

    /// All three in one, as `apply` has them.
    @Test func aVisitHoldsOrIsTakenBackWhereverItWasKilled() async throws {
        let points = try await Self.holdsOrIsTakenBack { host, request, point in
            try await Self.visit(host, request, kill: point)
        }
        #expect(points > 20)
    }

    /// - Returns: at how many points it was killed.
    private static func holdsOrIsTakenBack(
        _ run: @escaping @Sendable (StagedHost, ChangeRequest, Int) async throws -> Seen
    ) async throws -> Int {
        let points = Mutex(0)
        try await Self.stage { host in
            var outcomes: Set<[String]> = []
            for point in 1...200 {
                try await host.sh("rm -f \(Self.second)")
                try await host.write(StagedHost.old, to: StagedHost.keysFile)
                let seen = try await run(host, try Self.request(), point)
                Self.expectWhole(seen.atOnce, point)
                var last = seen.atLast
                if seen.isPending {
                    let pending = try #require(try await host.survey().pending)
                    let ending = MachineChange.ending(pending)
                    let answer = try await host.settle(ending.verb, ending.token)
                    #expect(answer == (ending.verb == .confirm ? .confirmed : .reverted), "at call \(point)")
                    last = try await host.sh(
                        "for f in \(StagedHost.keysFile) \(Self.second); do cat $f 2>/dev/null | sha256sum | cut -c 1-64; done"
                    ).split(separator: "\n").map(String.init)
                }
                #expect(last == Self.oldSums || last == [Self.newSum, Self.newSum], "at call \(point)")
                outcomes.insert(last)
                try await host.expectTidy(but: "gone-")
                points.withLock { $0 = point }
                if seen.calls < point { break }
                #expect(point < 200)
            }
            #expect(outcomes.count == 2)
        }
        return points.withLock { $0 }
    }
}
