import Reach

/// How hosts are reached, found out when somebody needs it: that reads keys, and may ask for a passphrase.
actor ReachOnce {
    private let find: @Sendable () async throws -> ReachOptions
    private(set) var known: ReachOptions?

    init(_ find: @escaping @Sendable () async throws -> ReachOptions) {
        self.find = find
    }

    func options() async throws -> ReachOptions {
        if let known { return known }
        let options = try await find()
        known = options
        return options
    }
}
