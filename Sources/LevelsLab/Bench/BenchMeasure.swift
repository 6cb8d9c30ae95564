/// What is measured, in the order of the table.
public enum BenchMeasure: String, Codable, Sendable, CaseIterable {
    case cold
    case coldFirstByte
    case firstByte
    case crowd
    case download
    case upload
    case downloadProcessorTime
    case uploadProcessorTime
    case queryMedian
    case queryTail
    case dumpBeside
    case idleMemory
    case crowdMemory
    case hostKilled
    case bastionKilled
    case hostStopped
    case bastionStopped
    case execCold
    case execWarm
    case proxy
    case proxyWarm
    case ansible
    case parallelSSH
    case parallelSSHWarm
    case version

    /// Whether it is one of a tunnel, and not of commands on hosts or of the program alone.
    var isOfTunnels: Bool {
        switch self {
        case .execCold, .execWarm, .proxy, .proxyWarm, .ansible, .parallelSSH, .parallelSSHWarm, .version: false
        default: true
        }
    }

    public enum Unit: String, Codable, Sendable {
        case milliseconds = "ms"
        case mebibytesPerSecond = "MiB/s"
        case secondsPerGibibyte = "s/GiB"
        case mebibytes = "MiB"
    }

    public var unit: Unit {
        switch self {
        case .cold, .coldFirstByte, .firstByte, .crowd, .queryMedian, .queryTail, .hostKilled, .bastionKilled,
            .hostStopped, .bastionStopped, .execCold, .execWarm, .ansible, .parallelSSH, .parallelSSHWarm, .version:
            .milliseconds
        case .download, .upload, .dumpBeside, .proxy, .proxyWarm: .mebibytesPerSecond
        case .downloadProcessorTime, .uploadProcessorTime: .secondsPerGibibyte
        case .idleMemory, .crowdMemory: .mebibytes
        }
    }

    func title(_ options: BenchOptions) -> String {
        switch self {
        case .cold: "cold: both hops up"
        case .coldFirstByte: "cold: first byte of the server"
        case .firstByte: "first byte, tunnel up"
        case .crowd: "\(options.crowd) connections at once"
        case .download: "download, \(options.mebibytes) MiB"
        case .upload: "upload, \(options.mebibytes) MiB"
        case .downloadProcessorTime: "client CPU, download"
        case .uploadProcessorTime: "client CPU, upload"
        case .queryMedian: "query beside a dump, p50"
        case .queryTail: "query beside a dump, p99"
        case .dumpBeside: "the dump meanwhile"
        case .idleMemory: "memory, idle"
        case .crowdMemory: "memory, \(options.crowd) connections"
        case .hostKilled: "next client served, host killed"
        case .bastionKilled: "next client served, bastion killed"
        case .hostStopped: "next client served, host stopped"
        case .bastionStopped: "next client served, bastion stopped"
        case .execCold: "exec true, cold; ssh -J"
        case .execWarm: "exec true, warm; ssh with ControlMaster"
        case .proxy: "ssh over proxy, \(options.mebibytes) MiB down; ssh -J"
        case .proxyWarm: "the same, warm"
        case .ansible: "exec true on \(options.hosts) hosts; ansible -m raw"
        case .parallelSSH: "exec true on \(options.hosts) hosts; parallel-ssh"
        case .parallelSSHWarm: "the same, warm"
        case .version: "--version"
        }
    }
}
