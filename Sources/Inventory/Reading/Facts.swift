/// What one part of the file says that another part must agree with, kept with its place until all has been read, since
/// the parts may stand in any order.
struct Facts {
    struct Network {
        let vpc: String
        let cidr: CIDR
        let place: Place
    }

    struct Endpoint {
        enum Kind: String, Hashable {
            case bastion, host, database
        }

        let kind: Kind
        /// As the file names it; no such VPC need exist.
        let vpc: String
        let address: HostPort
        let place: Place
    }

    struct LocalPort {
        let port: Int
        let place: Place
    }

    /// A directive that is excepted from the login policy for some machines, for one account or for all.
    struct Exception {
        let vpc: String
        let kind: Endpoint.Kind
        let addresses: [HostPort]
        let directive: PolicyDirective
        let user: String?
        let place: Place
    }

    /// Something that is to be connected to, and has no pinned key.
    struct Unpinned {
        let vpc: String
        let place: Place
    }

    /// What an environment says its VPC is.
    struct Reference {
        let vpc: String
        let place: Place
    }

    var networks: [Network] = []
    var endpoints: [Endpoint] = []
    var localPorts: [LocalPort] = []
    var exceptions: [Exception] = []
    var unpinned: [Unpinned] = []
    var references: [Reference] = []
    /// Every name under `vpcs`, also of those that have errors, in file order.
    var vpcNames: [String] = []
    var vpcsWithKnownHosts: Set<String> = []
}
