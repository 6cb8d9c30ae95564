extension Inventory {
    /// What is excepted from the login policy on a machine: of a bastion by its VPC, of a host by the environments that name
    /// it.
    ///
    /// - Returns: those that hold, and those whose time is over.
    public func exceptions(on machine: Machine) -> (inForce: [PolicyException], expired: [PolicyException]) {
        switch machine.role {
        case .bastion:
            let vpc = vpc(named: machine.vpc)
            let isMeant = { (exception: PolicyException) in exception.holds(on: machine.address.description) }
            return ((vpc?.exceptions ?? []).filter(isMeant), (vpc?.expiredExceptions ?? []).filter(isMeant))
        case .host:
            var inForce: [PolicyException] = []
            var expired: [PolicyException] = []
            for environment in environments where machine.environments.contains(environment.name) {
                let names = environment.hosts.list.filter { $0.address == machine.address }.map(\.name)
                let isMeant = { (exception: PolicyException) in names.contains(where: exception.holds(on:)) }
                inForce += environment.exceptions.filter(isMeant)
                expired += environment.expiredExceptions.filter(isMeant)
            }
            return (inForce, expired)
        }
    }
}
