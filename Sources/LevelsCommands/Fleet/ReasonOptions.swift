import ArgumentParser
import Fleet
import Inventory

/// Why a protected environment is touched.
struct ReasonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Why; required where a machine of a protected environment may be changed.", valueName: "text"))
    var reason: String?
}

/// The reason for touching what is protected: the one that was given, or that somebody gives on the terminal.
enum Reason {
    /// What a command line or, where it says nothing, LEVELS_REASON gives. An empty variable gives none.
    static func given(_ option: String?, _ variables: [String: String]) -> String? {
        option ?? variables["LEVELS_REASON"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Parameters:
    ///   - protected: the names of the environments that ask for one.
    ///   - prompt: asks for a line on the terminal; nil where there is none.
    static func find(
        _ given: String?, for protected: [String], prompt: ((_ question: String) -> String?)?
    ) throws(CommandFailure) -> String? {
        let names = protected.joined(separator: ", ")
        let asked = given ?? (protected.isEmpty ? nil : prompt?("reason for \(names): "))
        let reason = asked.map(trimmed)
        guard !protected.isEmpty, reason?.isEmpty ?? true else { return reason }
        let what = protected.count == 1 ? "environment \(names) is" : "environments \(names) are"
        throw .usage("\(what) protected: a reason is required", hint: "--reason TEXT")
    }

    private static func trimmed(_ text: String) -> String {
        let words = text.drop { $0.isWhitespace }
        return String(words.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension Inventory {
    /// The protected environments that any of the machines serves.
    func protected(on machines: [Machine]) -> [String] {
        let served = Set(machines.flatMap { machine in machine.environments.map { "\(machine.vpc)/\($0)" } })
        return environments.filter { $0.protected && served.contains("\($0.vpc)/\($0.name)") }.map(\.name)
    }
}
