/// Where on a route something happened: the name a person knows it by.
public enum Hop: Codable, Sendable, Hashable {
    /// The listener, or the machine that we run on.
    case local
    /// A bastion, by the address it is dialled at.
    case bastion(String)
    /// A host behind the bastion, by its name in levels.yaml.
    case host(String)
    /// A database, by its name in levels.yaml.
    case database(String)
}
