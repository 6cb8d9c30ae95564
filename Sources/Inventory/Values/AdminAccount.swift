/// The account that fleet work uses, on bastions and hosts.
public struct AdminAccount: Sendable, Equatable {
    public let user: String
    /// Whether what needs root goes through sudo(8) there.
    public let sudo: Bool

    public init(user: String, sudo: Bool) {
        self.user = user
        self.sudo = sudo
    }
}
