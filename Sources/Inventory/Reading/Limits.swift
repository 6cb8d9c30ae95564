/// How much of anything a levels.yaml may declare: far more than anybody has, and little enough that comparing all with
/// all stays quick. levels.schema.json says the same.
enum Limits {
    /// Bytes of the file.
    static let file = 1 << 20
    static let vpcs = 64
    static let environments = 256
    static let bastions = 16
    static let whitelist = 8192
    static let hosts = 1024
    /// From the login policy, of one VPC's bastions or one environment's hosts.
    static let exceptions = 256
    static let databases = 64
    static let hostKeys = 16
    static let paths = 16
    static let arguments = 64
    /// Characters of a free text such as an owner, or a database's user.
    static let text = 128
    /// Bytes of a value for sshd.
    static let setting = 256
    /// Characters of a path or an argument.
    static let longText = 4096
    static let localPorts = 1024...65535
    /// The shortest prefixes of a network: below these it is a good part of the internet rather than somebody's own.
    static let prefixV4 = 8
    static let prefixV6 = 16
}
