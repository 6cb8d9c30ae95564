#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Lab {
    /// Replaces this process by a command that runs where `machine` is, with `LEVELS_CONFIG` set. Returns only to fail.
    public func become(_ command: [String], on machine: String = "client") throws(LabFailure) -> Never {
        var environment = ProcessInfo.processInfo.environment
        environment["LEVELS_CONFIG"] = configFile
        try Spawn.become(try prefix(of: machine) + command, environment: environment)
    }
}
