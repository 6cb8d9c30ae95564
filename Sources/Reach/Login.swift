public import Inventory

/// As whom machines are logged in to.
public enum Login: Sendable {
    /// As the VPC's admin account, on bastions and hosts: fleet work.
    case admin
    /// As the account that people pass through on bastions, and as the environment's own on its hosts.
    case environment(Environment)

    /// Nil where none is declared.
    func user(on role: Machine.Role, of vpc: VPC) -> String? {
        switch (self, role) {
        case (.admin, _): vpc.admin?.user
        case (.environment, .bastion): vpc.user
        case (.environment(let environment), .host): environment.hosts.user
        }
    }
}
