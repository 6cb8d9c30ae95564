internal import AuthorizedKeys
import Inventory

/// What ``HostScript/crossings`` is to try.
struct CrossingRequest: Sendable, Hashable {
    /// At once, on one machine.
    static let limit = 100

    let targets: [HostPort]

    /// Nil for too many.
    init?(targets: [HostPort]) {
        guard targets.count <= Self.limit else { return nil }
        self.targets = targets
    }

    /// All of its stdin. A ``HostPort`` has neither blanks nor line ends in it, and begins with no `-`.
    var input: [UInt8] { Array((targets.map { "\($0.host) \($0.port)\n" }.joined() + ".\n").utf8) }
}

/// What it has answered.
enum CrossingAnswer {
    /// One outcome for each target, in their order.
    static func read(_ answer: [UInt8], to request: CrossingRequest) throws(AnswerError) -> [CrossingOutcome] {
        var lines = try AnswerLines(answer, limit: 1 << 16)
        var found: [Int: CrossingOutcome] = [:]
        while true {
            let line = try lines.line()
            switch line.word {
            case "nossh": return request.targets.map { _ in .untested("it has no ssh to try with") }
            case "try":
                let fields = try line.fields(2)
                let number = try line.number(fields[0])
                guard let outcome = outcome(String(decoding: fields[1].prefix(16), as: UTF8.self)),
                    (1...Int64(request.targets.count)).contains(number), found[Int(number)] == nil
                else { throw line.error }
                found[Int(number)] = outcome
            case "end":
                return request.targets.indices.map { found[$0 + 1] ?? .untested("it did not say what came of it") }
            default: throw line.error
            }
        }
    }

    private static func outcome(_ word: String) -> CrossingOutcome? {
        switch word {
        case "open": .open
        case "refused": .answered
        case "silent": .shut("no answer within 3 s")
        case "shut": .shut("turned away by the network")
        case "unresolved": .untested("its name is not known there")
        case "unknown": .untested("what ssh said there was not understood")
        default: nil
        }
    }
}
