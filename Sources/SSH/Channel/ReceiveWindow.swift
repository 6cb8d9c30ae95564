import NIOCore

/// How much a server may send on a channel before it must wait for us (RFC 4254, section 5.2).
///
/// A window is a promise to hold that many bytes, so it starts small and grows only while the path shows that it needs
/// more: when most of it was consumed within one round trip, the next bytes would have had to wait for us. It does not grow
/// further than that, because what is promised beyond the path's need only stands in queues, in front of whatever else the
/// session carries. Where a channel is alone there is nothing else, and a wide window spares two busy machines their waits
/// for each other.
struct ReceiveWindow {
    /// Bytes that the server should have at its disposal.
    private(set) var target: Int
    private var epochStart: NIODeadline
    private var epochBytes = 0

    /// For a session of which nothing is known yet, or that is near.
    static let initial = 1 << 20

    /// For the farthest.
    static let widestStart = 4 << 20

    /// What a far session's channels start with, in bytes: 32 MiB for every second that an answer takes, within bounds.
    static func initial(roundTrip: TimeAmount) -> Int {
        min(widestStart, max(initial, Int(min(roundTrip.nanoseconds, 1_000_000_000) / 1000) * (32 << 20) / 1_000_000))
    }

    /// What a channel has at least while it is alone on its session.
    static let alone = 4 << 20

    /// For how long no other channel must have been beside it: connections that come and go are company.
    static let solitude = TimeAmount.milliseconds(100)

    /// What a channel gets when the budget is spent.
    static let minimum = 128 << 10
    static let ceiling = 16 << 20
    /// Most bytes taken from libssh2 in one call. libssh2 widens a window by itself when a read asks for more than about
    /// a quarter of what the window was opened with, and it must not.
    static let readSize = 128 << 10

    init(target: Int = ReceiveWindow.initial, now: NIODeadline) {
        self.target = target
        epochStart = now
    }

    /// Notes bytes handed on, and says by how much the target should grow, if it may.
    mutating func consumed(_ count: Int, roundTrip: TimeAmount, now: NIODeadline) -> Int {
        epochBytes += count
        let isOver = now - epochStart >= roundTrip
        let isTight = epochBytes >= target / 4 * 3
        guard isOver || isTight else { return 0 }
        epochStart = now
        epochBytes = 0
        return isTight && !isOver ? min(target / 2, Self.ceiling - target) : 0
    }

    mutating func grow(by count: Int) {
        target += count
    }

    /// Bytes to add to a window of which `remaining` are left; nothing, until it is worth a message.
    /// - Parameter floor: a target for now, where that is higher. What little comes on a channel does not call for it: only
    ///   one that has used a quarter of its own target is widened to it.
    func adjustment(remaining: Int, floor: Int = 0) -> Int {
        let wide = max(target, floor)
        let isWidened = remaining > target + Self.readSize
        let worthIt = (isWidened ? wide : target) / 4 * 3 + Self.readSize
        return remaining < worthIt ? wide - remaining + Self.readSize : 0
    }

    /// Bytes that may be added.
    func slack(remaining: Int) -> Int {
        max(0, target - remaining + Self.readSize)
    }
}

/// What all windows of a session may promise together.
struct WindowBudget {
    private let limit: Int
    private var left: Int
    /// When there was last more than one who draws on it.
    private var lastShared: NIODeadline?

    init(limit: Int) {
        self.limit = limit
        left = limit
    }

    mutating func noteShared(now: NIODeadline) {
        lastShared = now
    }

    /// What the only one to draw on it may have without asking: nothing, while others were there a moment ago.
    func floor(forOneOf count: Int, now: NIODeadline) -> Int {
        guard count == 1 else { return 0 }
        if let lastShared, now - lastShared < ReceiveWindow.solitude { return 0 }
        return min(ReceiveWindow.alone, limit)
    }

    /// Takes as much of `wanted` as is left, and `minimum` in any case: what is given back is what was taken.
    mutating func take(_ wanted: Int, atLeast minimum: Int = 0) -> Int {
        let taken = max(minimum, min(wanted, left))
        left -= taken
        return taken
    }

    mutating func giveBack(_ count: Int) {
        left += count
    }
}
