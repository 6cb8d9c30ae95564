import ArgumentParser
import LevelsLab

struct FleetBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-fleet",
        abstract: "Measure plan and apply beside Ansible, in turn, on a lab of whole machines made for it.",
        discussion: """
            As root, on Linux. Exits with 2 where a bar is missed, or a login was refused. All of it takes about six \
            minutes, on a machine that is quiet: most of them are Ansible's. No run of a program takes more than ten.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, markdown
    }

    @Option(help: "Hosts behind the bastion, for the comparison.")
    var hosts = 200
    @Option(help: "Hosts behind the bastion, for wall time and memory alone; 0 is none.")
    var crowd = 1000
    @Option(help: ArgumentHelp("The levels-ssh to measure; the one beside us if it is not named.", valueName: "path"))
    var levelsSsh: String?
    @Option(help: ArgumentHelp("The ansible to compare with; scripts/ansible installs one.", valueName: "path"))
    var ansible: String?
    @Option(help: "text or markdown.")
    var format = Format.text

    func validate() throws {
        guard (1...LabOptions.mostHosts).contains(hosts), (0...LabOptions.mostHosts).contains(crowd) else {
            throw ValidationError("--hosts and --crowd take up to \(LabOptions.mostHosts)")
        }
    }

    func run() async throws {
        var options = FleetBenchOptions()
        options.hosts = hosts
        options.crowd = crowd
        options.levelsSSH = levelsSsh
        options.ansible = ansible
        options.progress = { say("levels-lab: \($0)") }
        let wanted = options
        let report = try await interruptible {
            try await reporting { () async throws(LabFailure) in try await FleetBench.run(wanted) }
        }
        switch format {
        case .text: print(report.text)
        case .markdown: print(report.markdown)
        }
        if report.missed > 0 { throw ExitCode(2) }
    }
}
