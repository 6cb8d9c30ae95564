/// What is measured of fleet work, and how much of it.
public struct FleetBenchOptions: Sendable {
    /// Behind one bastion, for the comparison.
    public var hosts = 200
    /// Behind one bastion, without the other one; 0 leaves that out.
    public var crowd = 1000
    /// The `levels-ssh` to measure; nil is the one beside the running program.
    public var levelsSSH: String?
    /// The `ansible` to compare with; nil leaves the comparison out.
    public var ansible: String?
    /// Told what is going on, a line at a time, for a person.
    public var progress: @Sendable (String) -> Void = { _ in }

    public init() {}

    /// Of one run of a program: whatever takes longer is ended, and counts as failed.
    static let limit = 600

    var executable: String {
        get throws(LabFailure) {
            var options = BenchOptions()
            options.levelsSSH = levelsSSH
            return try options.executable()
        }
    }
}
