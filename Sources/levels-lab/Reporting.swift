import ArgumentParser
import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Talk goes to stderr: stdout is data.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Tells a failure in the house's voice, and turns it into an exit code.
func report(_ failure: LabFailure) -> ExitCode {
    say("levels-lab: error: \(failure.message)")
    if let hint = failure.hint, !hint.isEmpty { say("levels-lab: hint: \(hint)") }
    switch failure {
    case .interrupted: return ExitCode(130)
    case .missingProgram, .didNotStart, .commandFailed, .system: return ExitCode(69)
    case .alreadyUp, .notUp, .unusableFolder, .badState: return ExitCode(78)
    case .noSuchServer, .notPossible: return ExitCode(64)
    }
}

func reporting<Value>(_ body: () throws(LabFailure) -> Value) throws(ExitCode) -> Value {
    do throws(LabFailure) { return try body() } catch { throw report(error) }
}

func reporting<Value>(_ body: () async throws(LabFailure) -> Value) async throws(ExitCode) -> Value {
    do throws(LabFailure) { return try await body() } catch { throw report(error) }
}
