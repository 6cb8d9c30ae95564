/// Why a route is not dialled. Every case ends a command with ``ExitStatus/refused``.
public enum IsolationRefusal: Error, Sendable, Equatable {
    /// The environment is not the one that levels.yaml declares under that name.
    case undeclaredEnvironment(String)
    /// The bastion is none of the environment's VPC.
    case foreignBastion(HostPort, vpc: String)
    /// The bastion's address lies in the network of another VPC.
    case bastionInside(HostPort, vpc: String)
    /// The host is none of the environment's.
    case foreignHost(String, environment: String)
    /// The host is declared `databaseReachable: false`.
    case unreachableFrom(host: String, environment: String)
    /// The target is no writer and no reader of the environment's databases.
    case undeclaredTarget(HostPort, environment: String)
    /// The target's name is none that an environment of the VPC declares.
    case undeclaredName(HostPort, vpc: String)
    /// An address of a host or a target is outside the VPC's network.
    case outside(HostPort, CIDR, vpc: String)

    /// Lower case, no final stop; what a caller passed in is escaped.
    public var message: String {
        switch self {
        case .undeclaredEnvironment(let name):
            "environment \(Excerpt.quoted(name)) is not declared like this"
        case .foreignBastion(let address, let vpc):
            "\(address) is no bastion of VPC \(Excerpt.quoted(vpc))"
        case .bastionInside(let address, let vpc):
            "bastion \(address) lies in VPC \(Excerpt.quoted(vpc)), which is another one"
        case .foreignHost(let host, let environment):
            "\(Excerpt.quoted(host)) is no host of environment \(Excerpt.quoted(environment))"
        case .unreachableFrom(let host, let environment):
            "host \(Excerpt.quoted(host)) of environment \(Excerpt.quoted(environment)) is declared without database access"
        case .undeclaredTarget(let target, let environment):
            "\(target) is no database of environment \(Excerpt.quoted(environment))"
        case .undeclaredName(let target, let vpc):
            "\(target) is no host and no database of VPC \(Excerpt.quoted(vpc))"
        case .outside(let address, let cidr, let vpc):
            "\(address) is outside \(cidr), the network of VPC \(Excerpt.quoted(vpc))"
        }
    }

    public var hint: String {
        switch self {
        case .undeclaredEnvironment: "declare it under environments in levels.yaml"
        case .foreignBastion, .bastionInside: "take a bastion that the VPC lists under bastions in levels.yaml"
        case .foreignHost, .unreachableFrom:
            "take a host that the environment lists under hosts in levels.yaml, without databaseReachable: false"
        case .undeclaredTarget: "declare it under the environment's databases in levels.yaml"
        case .undeclaredName: "name an address in the VPC's network, or declare the name in levels.yaml"
        case .outside: "correct the address, or the VPC's cidr, in levels.yaml"
        }
    }

    public var exit: ExitStatus { .refused }
}
