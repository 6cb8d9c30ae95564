public import Inventory
import SSH

/// Whether the networks are apart, as far as it was tried.
public struct IsolationReport: Sendable, Hashable {
    public let results: [CrossingResult]
    /// What nobody has tried to reach.
    public let left: [Crossing.Target]

    public init(results: [CrossingResult], left: [Crossing.Target]) {
        self.results = results
        self.left = left
    }

    public var findings: [CrossingResult] { results.filter(\.outcome.isFinding) }
    public var untested: [CrossingResult] {
        results.filter { if case .untested = $0.outcome { true } else { false } }
    }

    /// 2 where one is open or answered, 75 where one could not be tried.
    public var exit: ExitStatus {
        if !findings.isEmpty { return .difference }
        return untested.isEmpty && left.isEmpty ? .done : .tryAgain
    }

    /// Lines for a terminal, escaped: what is shut is counted, not listed; a machine from which nothing could be tried is
    /// told once.
    public var text: [String] {
        var lines = findings.map { "\(Self.name($0.crossing)): \($0.outcome.words)" }
        var silent: Set<String> = []
        for result in untested {
            guard case .untested(let why) = result.outcome else { continue }
            let line =
                "from \(result.crossing.from.role.rawValue) \(shown(result.crossing.from.name)): not tried: \(why)"
            if silent.insert(line).inserted { lines.append(line) }
        }
        if !left.isEmpty { lines.append("\(left.count) not tried: there are too few machines to try them from") }
        let shut = results.count - findings.count - untested.count
        return lines + [
            "\(shut) ways between VPCs shut, \(findings.count) open, \(untested.count + left.count) not tried"
        ]
    }

    private static func name(_ crossing: Crossing) -> String {
        "from \(crossing.from.role.rawValue) \(shown(crossing.from.name)) of \(shown(crossing.from.vpc)) to "
            + "\(crossing.to.kind.rawValue) \(shown(crossing.to.address.description)) of \(shown(crossing.to.vpc))"
    }

    /// Each way that was to be tried, and what was found there.
    public var fact: Fact {
        .record([
            "crossings": .list(
                results.map { result in
                    .record([
                        "from": .text(result.crossing.from.name), "fromVpc": .text(result.crossing.from.vpc),
                        "role": .text(result.crossing.from.role.rawValue),
                        "to": .text(result.crossing.to.address.description),
                        "kind": .text(result.crossing.to.kind.rawValue), "toVpc": .text(result.crossing.to.vpc),
                        "verdict": .text(result.outcome.verdict), "outcome": .text(result.outcome.name),
                        "message": .text(result.outcome.words),
                    ])
                }), "left": .list(left.map { .text($0.address.description) }), "exit": .number(Int64(exit.rawValue)),
        ])
    }
}

extension CrossingOutcome {
    /// Lower case, no final stop, escaped.
    public var words: String {
        switch self {
        case .open: "it answers, and must not"
        case .answered: "it refused the connection: a firewall may have, but nothing else keeps it away"
        case .shut(let how): how
        case .untested(let why): "not tried: \(why)"
        }
    }
}

private func shown(_ text: String) -> String { escapedForTerminal(text) }
