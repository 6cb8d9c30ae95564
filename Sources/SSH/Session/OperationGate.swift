/// One operation at a time: libssh2 keeps the state of a handshake, a login and an opening channel *in the session*, and
/// would mix two of them up.
///
/// An operation is a step that is taken again whenever bytes have come, until it says that it is done.
struct OperationGate {
    /// True when the operation is over, one way or the other.
    typealias Step = () -> Bool

    private struct Operation {
        let step: Step
        let fail: (SSHError) -> Void
    }

    private var queue: [Operation] = []

    var isIdle: Bool { queue.isEmpty }

    /// Operations under way or waiting.
    var count: Int { queue.count }

    mutating func enqueue(step: @escaping Step, fail: @escaping (SSHError) -> Void) {
        queue.append(Operation(step: step, fail: fail))
    }

    /// What to try next. The caller takes the step without holding the gate, because a step may add operations.
    var current: Step? { queue.first?.step }

    mutating func finishCurrent() {
        if !queue.isEmpty { queue.removeFirst() }
    }

    /// Sends away all who wait behind the operation that is under way.
    mutating func failWaiting() -> [(SSHError) -> Void] {
        let waiting = queue.dropFirst()
        queue = Array(queue.prefix(1))
        return waiting.map(\.fail)
    }

    /// Empties the gate; what the returned closures do may come back to it.
    mutating func failAll() -> [(SSHError) -> Void] {
        defer { queue = [] }
        return queue.map(\.fail)
    }
}
