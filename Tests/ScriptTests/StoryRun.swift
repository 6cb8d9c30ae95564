import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Plays a story, and records where it goes another way.
struct StoryRun {
    let story: Story
    let stage: Stage
    private var variables: [String: String]
    private var processes: [String: StoryProcess] = [:]
    private var count = 0

    init(_ story: Story, _ stage: Stage) {
        self.story = story
        self.stage = stage
        variables = stage.variables
    }

    mutating func play() async throws {
        var failure: (any Error)?
        do {
            for step in story.steps where try await !play(step) { break }
        } catch { failure = error }
        for process in processes.values { try await process.end() }
        if let failure { throw failure }
        let leaks = stage.leaks(inProcesses: false)
        if !leaks.isEmpty { record("a secret was left in \(leaks)", at: story.steps.last?.line ?? 1) }
    }

    /// - Returns: whether to go on.
    private mutating func play(_ step: Story.Step) async throws -> Bool {
        switch step.action {
        case .run(let command): return try await run(command, step.line)
        case .start(let name, let words, let terminal): processes[name] = try start(words, terminal: terminal)
        case .hears(let name, let stream, let line): return try await hear(name, stream, line, step.line)
        case .types(let name, let text): try process(name, step).type(substituted(text))
        case .resize(let name, let rows, let columns): try process(name, step).resize(rows: rows, columns: columns)
        case .signal(let name, let signal):
            let numbers = [
                "INT": SIGINT, "TERM": SIGTERM, "HUP": SIGHUP, "KILL": SIGKILL, "QUIT": SIGQUIT, "STOP": SIGSTOP,
                "CONT": SIGCONT,
            ]
            guard let number = numbers[signal] else { throw Story.Malformed(description: "no signal \(signal)") }
            try process(name, step).signal(number)
        case .ends(let name, let exit):
            let process = try process(name, step)
            let code = try await process.ended()
            check(process, step.line)
            guard code != exit else { return true }
            let said = process.text(.output) + "\n" + process.text(.errors)
            return record(
                "\(name) ended with \(code.map(String.init) ?? "nothing yet"), not \(exit)\n\(said)", at: step.line)
        case .file(let name, let lines):
            let text = lines.map { substituted($0) + "\n" }.joined()
            try Disk.write(text, to: stage.folder + "/here/" + name)
        case .set(let name, let value): variables[name] = try words(value).joined(separator: " ")
        case .port(let name): variables[name] = "\(try FreePort.pick())"
        case .lab(let verb, let words):
            let words = words.split(separator: " ").map(String.init)
            guard let name = words.first else { throw Story.Malformed(description: "no server is named") }
            try await lab(verb, try stage.lab.server(name), words.dropFirst().first)
        case .nowhere:
            let leaks = stage.leaks(inProcesses: true)
            if !leaks.isEmpty { return record("a secret is in \(leaks)", at: step.line) }
        }
        return true
    }

    private mutating func run(_ command: Story.Command, _ line: Int) async throws -> Bool {
        let process = try start(command.words, terminal: false)
        let code = try await process.ended()
        try await process.end()
        check(process, line)
        let output = process.lines(.output)
        let errors = process.lines(.errors)
        let said = "\n" + output.joined(separator: "\n") + "\n! " + errors.joined(separator: "\n! ")
        guard code == command.exit else {
            return record("exit code \(code.map(String.init) ?? "none"), not \(command.exit):\(said)", at: line)
        }
        guard let kept = LinePattern.match(lines: output[...], command.output[...], variables) else {
            return record("stdout is another:\(said)", at: line)
        }
        variables = kept
        guard let expected = command.errors else { return true }
        guard let kept = LinePattern.match(lines: errors[...], expected[...], variables) else {
            return record("stderr is another:\(said)", at: line)
        }
        variables = kept
        return true
    }

    private mutating func hear(_ name: String, _ stream: Story.Stream, _ line: String, _ number: Int) async throws
        -> Bool
    {
        guard let process = processes[name] else { throw Story.Malformed(description: "nobody is called \(name)") }
        guard let kept = try await process.hears(LinePattern(line, variables: variables), on: stream) else {
            let said = "\(process.text(.output))\n! \(process.text(.errors))"
            return record("\(name) never says: \(line)\n\(said)", at: number)
        }
        variables.merge(kept) { $1 }
        return true
    }

    private func lab(_ verb: String, _ server: LabServer, _ word: String?) async throws {
        switch verb {
        case "kill": try await server.kill()
        case "start": try await server.start()
        case "stop": try server.pause()
        case "cont": try server.resume()
        case "impostor": try await server.becomeImpostor()
        case "genuine": try await server.becomeGenuine()
        case "deafen": try await server.stopListening()
        case "listen": try await server.startListening()
        case "clock":
            guard let seconds = word.flatMap({ Int($0) }) else {
                throw Story.Malformed(description: "clock needs a number")
            }
            try await server.setClock(ahead: .seconds(seconds))
        default: throw Story.Malformed(description: "no such thing to do to a lab: \(verb)")
        }
    }

    /// What no command may ever say.
    private func check(_ process: StoryProcess, _ line: Int) {
        let said = process.text(.output) + "\n" + process.text(.errors)
        if stage.holdsSecret(Array(said.utf8)) { record("a secret was said:\n\(said)", at: line) }
        let insides = [
            "Error Domain=", "Fatal error:", "Program crashed", "NIOCore", "NIOPosix", "SSHError", "TunnelFailure",
            "CommandFailure",
            "SubprocessError", "IOError", "Optional(", "Swift.", "Swift/", "unexpected:", "stack trace",
        ]
        for inside in insides where said.contains(inside) { record("\(inside) was said:\n\(said)", at: line) }
    }

    private mutating func start(_ line: String, terminal: Bool) throws -> StoryProcess {
        count += 1
        var screen: StoryTerminal?
        if terminal {
            screen = StoryTerminal()
            screen?.resize(rows: 24, columns: 80)
            if screen == nil { throw Story.Malformed(description: "no pseudo terminal") }
        }
        return try StoryProcess(
            try words(line), in: stage.folder + "/here", log: "\(stage.folder)/log/\(count)",
            environment: stage.environment, terminal: screen)
    }

    private func words(_ line: String) throws -> [String] {
        do throws(StoryWords.Malformed) { return try StoryWords.split(line, variables: variables) } catch {
            throw Story.Malformed(description: "\(story.name): \(line) \(error.reason)")
        }
    }

    private func substituted(_ line: String) -> String {
        variables.sorted { $0.key.count > $1.key.count }.reduce(line) { $0.replacing("$" + $1.key, with: $1.value) }
    }

    private func process(_ name: String, _ step: Story.Step) throws -> StoryProcess {
        guard let process = processes[name] else { throw Story.Malformed(description: "nobody is called \(name)") }
        return process
    }

    @discardableResult
    private func record(_ text: String, at line: Int) -> Bool {
        let place = SourceLocation(
            fileID: "ScriptTests/Stories/\(story.name).txt", filePath: story.path, line: line, column: 1)
        Issue.record("\(text)", sourceLocation: place)
        return false
    }
}
