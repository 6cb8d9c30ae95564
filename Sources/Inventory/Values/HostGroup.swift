/// The hosts of an environment, and the account on them.
public struct HostGroup: Sendable, Equatable {
    /// The account that the second hop logs in to.
    public let user: String
    /// In file order; at least one.
    public let list: [Host]

    /// Those that a tunnel may end on, in the order they are tried.
    public var databaseReachable: [Host] { list.filter(\.databaseReachable) }

    public init(user: String, list: [Host]) {
        self.user = user
        self.list = list
    }
}
