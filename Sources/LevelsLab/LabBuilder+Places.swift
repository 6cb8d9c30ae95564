/// Where a server is to stand.
struct LabPlace: Sendable {
    let namespace: String?
    let address: String
}

extension LabBuilder {
    func log(_ name: String) -> String { "\(folder)/log/\(name).log" }

    func place(of name: String, in state: LabState) -> LabPlace {
        guard let machine = state.network?.machine(name) else { return LabPlace(namespace: nil, address: "127.0.0.1") }
        // A bastion is known by its outer address, and everything else has an inner one only.
        return LabPlace(namespace: machine.namespace, address: machine.outside ?? machine.inside ?? "127.0.0.1")
    }

    /// Starts a server on its usual port where it has an address of its own, and on a free one otherwise.
    @discardableResult
    func start(
        _ usual: Int, in place: LabPlace, _ make: (Int) throws(LabFailure) -> ServerRecord
    ) async throws(LabFailure) -> ServerRecord {
        guard place.namespace != nil else { return try await life.startOnFreePort(make) }
        let record = try make(usual)
        try await life.start(record)
        return record
    }
}
