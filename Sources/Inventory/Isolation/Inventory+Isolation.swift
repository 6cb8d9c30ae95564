extension Inventory {
    /// Whether a tunnel may take this route: to be asked before anything is dialled.
    ///
    /// The reader has refused most of what this refuses. It is asked again here because a route can be put together from
    /// parts of different environments, or from a value that no file declares. A name is not looked up: it is the far
    /// side that resolves it, and what is declared is the name.
    public func checkIsolation(
        environment: Environment, bastion: Bastion, host: Host, target: HostPort
    ) throws(IsolationRefusal) {
        let vpc = try checkBastion(bastion, of: environment)
        try checkListed(host, in: environment)
        guard host.databaseReachable else {
            throw .unreachableFrom(host: host.name, environment: environment.name)
        }
        guard environment.databases.contains(where: { $0.endpoints.contains(target) }) else {
            throw .undeclaredTarget(target, environment: environment.name)
        }
        for endpoint in [host.address, target] { try checkInside(endpoint, vpc) }
    }

    /// Whether a host of an environment may be logged in to over this bastion.
    public func checkIsolation(
        environment: Environment, bastion: Bastion, host: Host
    ) throws(IsolationRefusal) {
        let vpc = try checkBastion(bastion, of: environment)
        try checkListed(host, in: environment)
        try checkInside(host.address, vpc)
    }

    private func checkBastion(_ bastion: Bastion, of environment: Environment) throws(IsolationRefusal) -> VPC {
        guard self.environment(named: environment.name) == environment, let vpc = vpc(of: environment) else {
            throw .undeclaredEnvironment(environment.name)
        }
        guard vpc.bastions.contains(bastion) else { throw .foreignBastion(bastion.address, vpc: vpc.name) }
        if let address = bastion.address.address,
            let other = vpcs.first(where: { $0.name != vpc.name && $0.cidr.contains(address) })
        {
            throw .bastionInside(bastion.address, vpc: other.name)
        }
        return vpc
    }

    private func checkListed(_ host: Host, in environment: Environment) throws(IsolationRefusal) {
        guard environment.hosts.list.contains(host) else {
            throw .foreignHost(host.name, environment: environment.name)
        }
    }

    private func checkInside(_ endpoint: HostPort, _ vpc: VPC) throws(IsolationRefusal) {
        guard let address = endpoint.address, !vpc.cidr.contains(address) else { return }
        throw .outside(endpoint, vpc.cidr, vpc: vpc.name)
    }
}
