import Inventory
import SSH

/// The one login at a bastion that all hosts of a VPC are reached over: made when the first of them wants it, and again,
/// at this bastion or the next, when it is lost.
actor Gateway {
    struct Link: Sendable {
        let lease: SessionLease
        let bastion: Machine
        var session: Session { lease.session }
    }

    /// Why there is no way to any host: the last bastion's reason.
    struct Failure: Error {
        let bastion: String
        let reason: Unreached.Reason
    }

    private let vpc: VPC
    private let bastions: [Machine]
    private let context: ReachContext
    private var link: Link?
    /// What was said of each bastion that was tried in vain.
    private var failures: [Machine: Unreached] = [:]
    private var givenUp: Failure?
    private var builds = 0
    private var isBuilding = false
    private var waiting: [CheckedContinuation<Result<Link, Failure>, Never>] = []

    /// More losses than this in one run are no accident.
    private static let mostBuilds = 4

    init(_ vpc: VPC, _ context: ReachContext) {
        self.vpc = vpc
        self.context = context
        bastions = context.options.inventory.machines.filter { $0.vpc == vpc.name && $0.role == .bastion }
    }

    /// The login that is there, or a new one. Who comes while it is being made waits for the same.
    func open() async -> Result<Link, Failure> {
        if let known = link {
            if await known.session.failure == nil { return .success(known) }
            if link?.session === known.session {
                known.lease.release()
                link = nil
            }
        }
        if let link { return .success(link) }
        if isBuilding { return await withCheckedContinuation { waiting.append($0) } }
        if let givenUp { return .failure(givenUp) }
        isBuilding = true
        let result = await build()
        isBuilding = false
        switch result {
        case .success(let built):
            link = built
            context.onEvent(.through(vpc: vpc.name, bastion: built.bastion.address))
        case .failure(let failure): givenUp = failure
        }
        for continuation in waiting { continuation.resume(returning: result) }
        waiting = []
        return result
    }

    /// The one that there is a login at.
    var bastion: Machine? { link?.bastion }

    /// The key that its login was made with, if there is one.
    var key: PublicKeyBlob? {
        get async { await link?.session.acceptedKey }
    }

    /// Why nothing came of a bastion, if it was tried.
    func failure(of bastion: Machine) -> Unreached? { failures[bastion] }

    func close() {
        link?.lease.release()
        link = nil
    }

    private func build() async -> Result<Link, Failure> {
        guard builds < Self.mostBuilds else {
            let bastion = bastions.first?.address.description ?? vpc.name
            return .failure(Failure(bastion: bastion, reason: .dropped("the connection was lost again and again")))
        }
        builds += 1
        var last = Failure(bastion: vpc.name, reason: .down("none is declared"))
        for bastion in bastions {
            let door = Door(
                machine: bastion, gateway: self, context: context, openLimit: .zero, hasOther: bastion != bastions.last)
            switch await door.connect(as: context.options.login.user(on: .bastion, of: vpc)) {
            case .success(let entered): return .success(Link(lease: entered.lease, bastion: bastion))
            case .failure(let failure):
                failures[bastion] = failure
                last = Failure(bastion: bastion.address.description, reason: failure.reason)
                switch failure.reason {
                // A wrong host key is no outage to be routed around: somebody must look.
                case .hostKey, .interrupted: return .failure(last)
                // The last one's reason is the failure itself.
                default: if bastion != bastions.last { context.onEvent(.passedOver(failure)) }
                }
            }
        }
        return .failure(last)
    }
}
