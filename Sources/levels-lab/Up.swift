import ArgumentParser
import LevelsLab

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start a lab; it stays until it is taken down.")

    @OptionGroup var folder: FolderOption
    @Option(help: "loopback or netns; netns as root on Linux, loopback otherwise.")
    var mode: LabMode?
    @Option(help: "How many hosts dev has; with netns, more than 3 are whole machines, and so are the bastions.")
    var hosts = 3
    @Flag(
        name: .customLong("stock-sshd"),
        help: "Bastions and hosts as whole machines with an sshd as it is configured by default; netns only.")
    var stockSSHD = false
    @Flag(inversion: .prefixedNo, help: "Whether ops may become root on whole machines; if sudo is installed.")
    var sudo: Bool?
    @Option(help: ArgumentHelp("The round trip between client and bastions.", valueName: "ms"))
    var rtt = 0
    @Option(help: "sshd's RekeyLimit on every server, such as 1M.")
    var rekeyLimit: String?
    @Option(help: "mysql, postgres, both with a comma between, or none; those that are installed if it is not named.")
    var engine: String?
    @Option(help: ArgumentHelp("What servers are made of: bastion=dropbear, host=asyncssh.", valueName: "role=kind"))
    var flavour: [String] = []
    @Option(help: ArgumentHelp("Something else that hosts may forward to.", valueName: "name=host:port"))
    var target: [String] = []
    @Option(help: ArgumentHelp("A line that comes first in every bastion's sshd_config.", valueName: "line"))
    var bastionConfig: [String] = []
    @Option(help: "text or json.")
    var format = OutputFormat.text

    func validate() throws {
        guard (0...60_000).contains(rtt) else { throw ValidationError("--rtt takes milliseconds, up to 60000") }
        guard (1...LabOptions.mostHosts).contains(hosts) else {
            throw ValidationError("--hosts takes 1 to \(LabOptions.mostHosts)")
        }
        _ = try options()
    }

    func run() async throws {
        let options = try options()
        let lab = try await interruptible {
            try await reporting { () async throws(LabFailure) in try await Lab.up(options) }
        }
        format.render(lab)
    }

    private func options() throws -> LabOptions {
        var options = LabOptions()
        options.folder = folder.folder
        options.mode = mode
        options.hosts = hosts
        options.stockSSHD = stockSSHD
        options.sudo = sudo
        options.roundTrip = .milliseconds(rtt)
        options.rekeyLimit = rekeyLimit
        options.engines = try engine.map(Self.engines)
        options.bastionConfig = bastionConfig
        options.targets = try target.map(Self.target)
        for word in flavour {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let kind = LabFlavour(rawValue: parts[1]), ["bastion", "host"].contains(parts[0])
            else {
                throw ValidationError("--flavour takes bastion= or host= and one of openssh, dropbear, asyncssh")
            }
            if parts[0] == "bastion" { options.bastionFlavour = kind } else { options.hostFlavour = kind }
        }
        options.progress = { say("levels-lab: \($0)") }
        return options
    }

    private static func engines(_ text: String) throws -> [LabEngine] {
        if text == "none" { return [] }
        return try text.split(separator: ",").map { word in
            guard let engine = LabEngine(rawValue: String(word)) else {
                throw ValidationError("--engine takes mysql, postgres, both with a comma between, or none")
            }
            return engine
        }
    }

    private static func target(_ text: String) throws -> LabTarget {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let colon = parts[1].lastIndex(of: ":"),
            let port = UInt16(parts[1][parts[1].index(after: colon)...])
        else { throw ValidationError("--target takes name=host:port") }
        return LabTarget(name: parts[0], host: String(parts[1][..<colon]), port: Int(port))
    }
}
