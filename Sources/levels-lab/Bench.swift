import ArgumentParser
import LevelsLab

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure levels-ssh beside ssh -J -L, in turn, on a lab made for it.",
        discussion: "Exits with 2 where a bar is missed. All of it takes about ten minutes, on a machine that is quiet."
    )

    enum Part: String, ExpressibleByArgument, CaseIterable {
        case comparison, failover, remote
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, markdown, json
    }

    @Option(help: ArgumentHelp("The levels-ssh to measure; the one beside us if it is not named.", valueName: "path"))
    var levelsSsh: String?
    @Option(help: ArgumentHelp("A round trip to measure at; may be repeated. Default: 0 and 100.", valueName: "ms"))
    var rtt: [Int] = []
    @Option(help: "How often a tunnel is opened.")
    var runs = 5
    @Option(help: "How often everything is done that goes through an open one.")
    var bulkRuns = 3
    @Option(help: ArgumentHelp("The size of a download and of an upload.", valueName: "mib"))
    var size = 256
    @Option(help: "How many connections are opened at once.")
    var connections = 200
    @Option(
        help: ArgumentHelp(
            "The program that joins two network namespaces by a long link; as root, on Linux.", valueName: "path"))
    var wan: String?
    @Option(
        help: ArgumentHelp(
            "Where scripts/crowd-tools has put ansible and parallel-ssh, to compare many hosts with.",
            valueName: "folder"))
    var crowdTools: String?
    @Option(help: "Measure only this part: comparison, failover or remote.")
    var only: Part?
    @Option(help: "text, markdown or json.")
    var format = Format.text

    func validate() throws {
        guard (1...1000).contains(runs), (1...1000).contains(bulkRuns) else {
            throw ValidationError("--runs and --bulk-runs take a number from 1 to 1000")
        }
        guard (1...65_536).contains(size) else { throw ValidationError("--size takes MiB, from 1 to 65536") }
        guard (1...10_000).contains(connections) else { throw ValidationError("--connections takes 1 to 10000") }
        guard rtt.allSatisfy((0...60_000).contains) else {
            throw ValidationError("--rtt takes milliseconds, up to 60000")
        }
    }

    func run() async throws {
        var options = BenchOptions()
        options.levelsSSH = levelsSsh
        if !rtt.isEmpty { options.roundTrips = rtt }
        options.runs = runs
        options.bulkRuns = bulkRuns
        options.mebibytes = size
        options.crowd = connections
        options.wan = wan
        options.crowdTools = crowdTools
        if let only { options.parts = BenchOptions.Part.allCases.filter { $0.rawValue == only.rawValue } }
        options.progress = { say("levels-lab: \($0)") }
        let wanted = options
        let report = try await interruptible {
            try await reporting { () async throws(LabFailure) in try await Bench.run(wanted) }
        }
        for failure in report.failures { say("levels-lab: failed: \(failure)") }
        for reason in report.skipped { say("levels-lab: skipped: \(reason)") }
        switch format {
        case .text: print(report.text)
        case .markdown: print(report.markdown)
        case .json: print(report.json)
        }
        if report.missed > 0 { throw ExitCode(2) }
    }
}

/// The far server of a benchmark, as a process of its own.
struct BenchServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-server", abstract: "Send, count or echo.", shouldDisplay: false)

    @Option var listen = "127.0.0.1"
    @Option var port: Int

    func run() async throws {
        let server = try await reporting { () async throws(LabFailure) in
            try await BenchServer.start(listen, port: port)
        }
        try await server.wait()
    }
}
