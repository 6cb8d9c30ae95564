import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What this machine allows the tests to do.
enum Here {
    static let canMakeNamespaces: Bool = {
        do throws(LabFailure) {
            try Namespaces.check()
            return true
        } catch { return false }
    }()
    static let hasMariaDB = Programs.search("mariadbd") != nil && Programs.search("mariadb") != nil
    static let hasPostgres = Programs.search("postgres") != nil && Programs.search("psql") != nil

    static let hasSudo = Programs.search("sudo") != nil
    static let canMakeMachines: Bool = {
        do throws(LabFailure) {
            try MachineBoot.check(LabOptions())
            return canMakeNamespaces
        } catch { return false }
    }()
    static let machinesNeed: Comment = "whole machines need root on Linux, iproute2, nftables and overlay file systems"
    static var isSoaking: Bool { Programs.environment("LEVELS_SOAK") == "1" }

    /// One host of `dev` that is a whole machine, or more.
    static func machines(_ hosts: Int = 1) -> LabOptions {
        var options = options(.netns)
        options.hosts = hosts
        options.stockSSHD = true
        return options
    }

    static func options(_ mode: LabMode, engines: [LabEngine] = []) -> LabOptions {
        var options = LabOptions()
        options.mode = mode
        options.engines = engines
        return options
    }

    /// Processes that a lab has started, or that run in its namespaces.
    static func processes(of folder: String, _ network: NetworkPlan?) async throws -> [Int32] {
        let marked = ProcessTable.now().entries.values.filter { entry in
            !entry.isZombie
                && (OpenFiles.environment(of: entry.identity.pid).contains("\(Command.mark)=\(folder)")
                    || OpenFiles.standardError(of: entry.identity.pid)?.hasPrefix(folder) == true)
        }.map(\.identity.pid)
        guard let network else { return marked }
        return try await marked + Namespaces.processes(network).map(\.pid)
    }
}
