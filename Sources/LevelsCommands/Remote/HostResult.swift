import Inventory
import Reach
import SSH
import Tunnel

/// What came of a command at one of several hosts.
struct HostResult: Sendable {
    enum Outcome: Sendable {
        /// The command's own exit code, or 128 and the number of its signal.
        case ended(Int32)
        case failed(TunnelFailure)
    }

    let host: String
    let outcome: Outcome
    let took: Duration
    /// What the logins on the way to it were made with.
    let keys: [PublicKeyBlob]

    init(host: String, outcome: Outcome, took: Duration, keys: [PublicKeyBlob] = []) {
        self.host = host
        self.outcome = outcome
        self.took = took
        self.keys = keys
    }

    init(_ unreached: Unreached, _ options: ReachOptions, since begun: ContinuousClock.Instant) {
        self.init(
            host: unreached.machine.name, outcome: .failed(TunnelFailure(unreached, options)), took: .now - begun)
    }

    var exit: Int32 {
        switch outcome {
        case .ended(let code): code
        case .failed(let failure): failure.exit.rawValue
        }
    }

    /// Nil for a command that ended well.
    var words: String? {
        switch outcome {
        case .ended(0): nil
        case .ended(let code): "\(host): exit \(code)"
        case .failed(let failure): "\(failure.hop.words): \(failure.message)"
        }
    }

    /// Whether it is the way to it that is missing.
    fileprivate var isOfBastion: Bool {
        if case .failed(let failure) = outcome, case .bastion = failure.hop { true } else { false }
    }

    var json: JSONValue {
        let took: (String, JSONValue) = ("took_ms", .milliseconds(took))
        switch outcome {
        case .ended(let code):
            return EventJSON.event("host_ended", [("host", .string(host)), ("exit", .integer(Int(code))), took])
        case .failed(let failure):
            return EventJSON.event(
                "host_failed",
                [("host", .string(host))] + EventJSON.members(failure)
                    + [("exit", .integer(Int(failure.exit.rawValue))), took])
        }
    }
}

/// What came of it at all of them.
struct HostResults: Sendable {
    /// In the order in which they were asked for.
    let results: [HostResult]

    /// What went otherwise than well, a line each. A bastion that none was reached by is told once, with how many they are.
    var lines: [String] {
        var lines: [String] = []
        let bastions = Dictionary(grouping: results.filter(\.isOfBastion), by: \.words)
        for result in results {
            guard let words = result.words else { continue }
            let hosts = result.isOfBastion ? bastions[words]?.map(\.host) ?? [] : []
            if hosts.count < 2 {
                lines.append(words)
            } else if hosts.first == result.host {
                lines.append("\(words); so \(hosts.count) hosts were not reached")
            }
        }
        return lines
    }

    /// The worst: a code of a command's or of ours, whichever is the greatest.
    var exit: Int32 { results.map(\.exit).max() ?? 0 }

    private var counts: (well: Int, otherwise: Int, failed: Int) {
        results.reduce(into: (0, 0, 0)) { counts, result in
            switch result.outcome {
            case .ended(0): counts.0 += 1
            case .ended: counts.1 += 1
            case .failed: counts.2 += 1
            }
        }
    }

    var words: String {
        let (well, otherwise, failed) = counts
        return "\(well) of \(results.count) hosts: exit 0"
            + (otherwise > 0 ? "; \(otherwise) with another exit code" : "")
            + (failed > 0 ? "; \(failed) where the command was not run to its end" : "")
    }

    var json: JSONValue {
        let (well, otherwise, failed) = counts
        return EventJSON.event(
            "summary",
            [
                ("hosts", .integer(results.count)), ("succeeded", .integer(well)), ("otherwise", .integer(otherwise)),
                ("failed", .integer(failed)), ("exit", .integer(Int(exit))),
            ])
    }
}
