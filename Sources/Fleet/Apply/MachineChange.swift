/// How one machine is changed, step after step: what to do next, from what has just happened. A value, so that every way
/// through it can be tried without a machine.
///
///     end what was left over -> change -> prove -> confirm -> done
///                                 |          |         |
///                                 v          v         v
///                               failed    revert -> reverted, or unknown
///
/// From ``Step/change(_:)`` on the machine helps itself: whatever becomes of us, it takes the change back unless it was
/// confirmed.
public struct MachineChange: Sendable, Hashable {
    /// What is to be done next.
    public enum Step: Sendable, Hashable {
        /// ``HostScript/settle``, with this.
        case settle(SettleRequest)
        /// ``HostScript/change``, with this.
        case change(ChangeRequest)
        /// A fresh login of the operator, on a connection or channel of its own.
        case prove
        /// Nothing any more.
        case finished(Outcome)
    }

    /// What has happened.
    public enum Event: Sendable, Hashable {
        case settled(SettleAnswer)
        case changed(ChangeAnswer)
        case provenIn
        /// Why not, fit for a terminal.
        case shutOut(String)
        /// No answer, or none that can be read: the connection ended, the time was over. Why, fit for a terminal.
        case lost(String)
        /// The operator wants to end: nothing new is begun, what is begun is taken back.
        case interrupted
    }

    public enum Outcome: Sendable, Hashable {
        /// The new files hold.
        case done
        /// Nothing was changed.
        case untouched(String)
        case failed(ChangeAnswer.Failure)
        /// The old files are in place again. Why.
        case reverted(String)
        /// The machine takes it back by itself, within so many seconds at most, or has confirmed: it has to be read again. Why.
        case unknown(String, seconds: Int)

        /// Whether the machine is certainly as it was planned to be.
        public var isDone: Bool { self == .done }
    }

    private enum State: Sendable, Hashable {
        case clearing(SettleRequest)
        case changing
        case proving
        case confirming
        case reverting(why: String)
        case finished(Outcome)
    }

    public let request: ChangeRequest
    private var state: State

    /// - Parameter leftOver: what to end first: ``MachinePlan/leftOver``.
    public init(_ request: ChangeRequest, after leftOver: PendingChange? = nil) {
        self.request = request
        state = leftOver.map { .clearing(Self.ending($0)) } ?? .changing
    }

    /// How to end a change that nobody is at any more. One that was confirmed holds; any other is taken back.
    public static func ending(_ leftOver: PendingChange) -> SettleRequest {
        SettleRequest(leftOver.state == .confirmed ? .confirm : .revert, leftOver.token)
    }

    public var step: Step {
        switch state {
        case .clearing(let request): .settle(request)
        case .changing: .change(request)
        case .proving: .prove
        case .confirming: .settle(SettleRequest(.confirm, request.token))
        case .reverting: .settle(SettleRequest(.revert, request.token))
        case .finished(let outcome): .finished(outcome)
        }
    }

    /// What does not fit the step is passed over.
    public mutating func handle(_ event: Event) {
        switch (state, event) {
        case (.finished, _): break
        case (.clearing, .settled(let answer)): state = Self.cleared(answer)
        case (.clearing, .lost(let why)): finish(.untouched(why))
        case (.clearing, .interrupted): finish(.untouched(Self.stopped))
        case (.changing, .changed(.changed)): state = .proving
        case (.changing, .changed(.failed(let failure))): finish(.failed(failure))
        // It may have changed, and it may be about to: the machine is told to take back what it has.
        case (.changing, .lost(let why)): state = .reverting(why: why)
        case (.changing, .interrupted): state = .reverting(why: Self.stopped)
        case (.proving, .provenIn): state = .confirming
        case (.proving, .shutOut(let why)), (.proving, .lost(let why)): state = .reverting(why: why)
        case (.proving, .interrupted): state = .reverting(why: Self.stopped)
        case (.confirming, .settled(let answer)): confirmed(answer)
        case (.confirming, .lost(let why)): finish(.unknown(why, seconds: request.patience))
        case (.reverting(let why), .settled(let answer)): reverted(answer, why)
        case (.reverting(let why), .lost): finish(.unknown(why, seconds: request.patience))
        // A confirmation that is under way is worth waiting for; so is a way back.
        case (.confirming, _), (.reverting, _), (.clearing, _), (.changing, _), (.proving, _): break
        }
    }

    private mutating func finish(_ outcome: Outcome) { state = .finished(outcome) }

    private static let stopped = "you asked to stop"

    private static func cleared(_ answer: SettleAnswer) -> State {
        switch answer {
        case .confirmed, .reverted, .none: .changing
        case .differs, .late, .stuck: .finished(.untouched("what was left over there could not be ended"))
        }
    }

    private mutating func confirmed(_ answer: SettleAnswer) {
        switch answer {
        case .confirmed: finish(.done)
        case .none(let last?) where last.token == request.token && last.isConfirmed: finish(.done)
        case .none(let last?) where last.token == request.token: finish(.reverted("it was confirmed too late"))
        case .late: finish(.reverted("it was confirmed too late"))
        case .differs: state = .reverting(why: "somebody else has changed a file meanwhile")
        case .none, .reverted, .stuck: finish(.unknown("the machine knows of no such change", seconds: 0))
        }
    }

    private mutating func reverted(_ answer: SettleAnswer, _ why: String) {
        switch answer {
        case .reverted: finish(.reverted(why))
        case .none(let last?) where last.token == request.token && last.isConfirmed: finish(.done)
        case .none(let last?) where last.token == request.token: finish(.reverted(why))
        // It never came to begin.
        case .none: finish(.untouched(why))
        case .confirmed, .differs, .late, .stuck: finish(.unknown(why, seconds: request.patience))
        }
    }
}
