/// What is measured, and how often.
public struct BenchOptions: Sendable {
    public enum Part: String, Sendable, CaseIterable {
        /// Us beside `ssh -J -L`.
        case comparison
        /// How long nobody is served when a machine of the route is lost; `ssh -J -L` has no other route.
        case failover
        /// Commands on hosts, beside ssh and what runs a command on many.
        case remote
    }

    public var parts = Part.allCases
    /// The `levels-ssh` to measure; nil is the one beside the running program.
    public var levelsSSH: String?
    /// Round trips in milliseconds; 0 is loopback.
    public var roundTrips = [0, 100]
    /// Of what is quick: opening a tunnel.
    public var runs = 5
    /// Of everything that is done through an open tunnel.
    public var bulkRuns = 3
    /// Of a download and of an upload.
    public var mebibytes = 256
    /// Connections that are opened at once.
    public var crowd = 200
    /// Queries beside a dump, and the time after which there are no more.
    public var queries = 1000
    public var queryTime = Duration.seconds(10)
    /// Hosts that a command runs on at once.
    public var hosts = 100
    /// The folder with ansible-core and parallel-ssh (scripts/crowd-tools); nil leaves that part out.
    public var crowdTools: String?
    /// The program that makes a long link between two network namespaces; nil leaves that part out.
    public var wan: String?
    /// Told what is going on, a line at a time, for a person.
    public var progress: @Sendable (String) -> Void = { _ in }

    public init() {}

    var bytes: Int { mebibytes << 20 }

    func executable() throws(LabFailure) -> String {
        if let levelsSSH { return try Programs.find(levelsSSH, install: "swift build -c release --product levels-ssh") }
        for place in OwnExecutable.places() {
            if let path = Programs.search(place + "/levels-ssh") { return path }
        }
        throw .missingProgram("levels-ssh", install: "swift build -c release --product levels-ssh")
    }
}
