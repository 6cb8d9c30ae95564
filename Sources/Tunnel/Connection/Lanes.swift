import NIOCore
import SSH

/// The sessions with one host on which clients' channels are opened. Confined to the tunnel.
///
/// libssh2 opens one channel at a time, a round trip each, so over a long link a burst of clients would stand in line. When
/// they do, further sessions with the same host are added, over the same login at the bastion; they go again when nobody
/// uses them. Their own channels are opened one at a time as well, so a burst is never as quick as over a client that has
/// many openings under way: of 200, the last is open after about 25 round trips.
final class Lanes {
    final class Lane {
        fileprivate let number: Int
        let session: any Connection
        fileprivate(set) var opening = 0
        fileprivate(set) var clients = 0
        /// Openings that were allowed and have not begun.
        fileprivate var promised = 0
        fileprivate var load: Int { opening + promised }

        fileprivate init(_ session: any Connection, number: Int) {
            self.number = number
            self.session = session
        }
    }

    /// Channels that may be opening on one lane: one that libssh2 works on, and one to follow without a pause.
    private static let depth = 2
    /// Lanes at most.
    private static let limit = 20
    /// Lanes that are made at once: as many logins stay below what sshd takes (`MaxStartups`, 10 in stock), and keep the
    /// bastion, which opens one channel a round trip, at work.
    private static let atOnce = 8
    /// Waiting clients that are worth one more lane, for every lane that there is: it takes about seven round trips to be
    /// made, and the others go on meanwhile.
    private static let perLane = 4
    /// Below that a line moves faster than a lane could be added.
    private static let worthwhile = TimeAmount.milliseconds(10)

    private let first: Lane
    /// The first among them.
    private var lanes: [Lane]
    private var made = 1
    private var line: [CheckedContinuation<Int, Never>] = []
    /// Lanes that are being made.
    private var adding = 0
    /// Whether the host would not take one more; it is not asked again while anybody waits.
    private var isRefused = false
    private var isClosed = false

    /// - Parameter first: the session that is there as long as the link is.
    init(first: any Connection) {
        self.first = Lane(first, number: 0)
        lanes = [self.first]
    }

    var clients: Int { lanes.reduce(0) { $0 + $1.clients } }

    /// The lane that is least busy, waiting for one where all are. To be followed by ``opened(_:)``.
    func lane() async -> Lane {
        let lane = await free()
        lane.promised = max(0, lane.promised - 1)
        lane.opening += 1
        lane.clients += 1
        return lane
    }

    /// The opening is over; a channel that came of it is given back by ``release(_:)``, and so is one that did not.
    func opened(_ lane: Lane) {
        lane.opening -= 1
        next(lane)
    }

    /// How many lanes to make, given how many wait; each is to be answered by ``added(_:)``.
    func lanesToAdd(roundTrip: TimeAmount) -> Int {
        if line.isEmpty { isRefused = false }
        guard roundTrip >= Self.worthwhile, !isClosed, !isRefused else { return 0 }
        let worthIt = min(Self.limit, 1 + line.count / Self.perLane) - lanes.count - adding
        let wanted = max(0, min(worthIt, Self.atOnce - adding))
        adding += wanted
        return wanted
    }

    /// Takes a lane that was made; nil if that failed.
    func added(_ session: Session?) {
        adding -= 1
        guard let session else {
            isRefused = true
            return
        }
        guard !isClosed else { return session.close() }
        let lane = Lane(session, number: made)
        made += 1
        lanes.append(lane)
        for _ in 0..<Self.depth { next(lane) }
    }

    /// Takes a lane out whose session has ended.
    func lost(_ session: Session) {
        lanes.removeAll { $0.session === session && $0 !== first }
    }

    /// A client that was on `lane` is gone.
    func release(_ lane: Lane) {
        lane.clients -= 1
        guard lane.clients == 0, lane !== first, line.isEmpty else { return }
        lanes.removeAll { $0 === lane }
        lane.session.close()
    }

    func close() {
        isClosed = true
        for lane in lanes where lane !== first { lane.session.close() }
        // Whoever still waits learns from the first lane's session that it is over.
        for waiting in line { waiting.resume(returning: first.number) }
        line = []
    }

    private func free() async -> Lane {
        if let free = lanes.min(by: { $0.load < $1.load }), free.load < Self.depth || isClosed { return free }
        let number = await withCheckedContinuation { line.append($0) }
        return lanes.first { $0.number == number } ?? first
    }

    private func next(_ lane: Lane) {
        guard lane.load < Self.depth, !line.isEmpty else { return }
        lane.promised += 1
        line.removeFirst().resume(returning: lane.number)
    }
}
