/// What somebody may reach of one environment.
public struct Grant: Sendable, Hashable {
    /// The name of an environment that levels.yaml declares.
    public let environment: String
    public let level: AccessLevel

    public init(environment: String, level: AccessLevel) {
        self.environment = environment
        self.level = level
    }
}
