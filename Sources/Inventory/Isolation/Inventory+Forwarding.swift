extension Inventory {
    /// Whether a host of an environment may be asked to forward to `target`: to be asked before anything is dialled.
    ///
    /// An address lies in the VPC's network, or is the host's own; a name is one that the VPC's environments declare, as a
    /// database's or a host's. Another name could be anything by the time that the host looks it up.
    public func checkForwarding(to target: HostPort, in environment: Environment) throws(IsolationRefusal) {
        guard self.environment(named: environment.name) == environment, let vpc = vpc(of: environment) else {
            throw .undeclaredEnvironment(environment.name)
        }
        if target.host == "localhost" || target.host == "127.0.0.1" || target.host == "::1" { return }
        if let address = target.address {
            guard vpc.cidr.contains(address) else { throw .outside(target, vpc.cidr, vpc: vpc.name) }
            return
        }
        let names = environments.filter { $0.vpc == vpc.name }.flatMap { environment in
            environment.hosts.list.map(\.address.host) + environment.databases.flatMap(\.endpoints).map(\.host)
        }
        guard names.contains(target.host) else { throw .undeclaredName(target, vpc: vpc.name) }
    }
}
