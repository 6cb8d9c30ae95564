import CLibSSH2
import NIOCore

extension Session {
    /// What one call into libssh2 came to.
    enum Progress<Value: Sendable> {
        case again
        case done(Value)
        case failed(SSHError)
    }

    /// What becomes of an operation that is not over in time. libssh2 has no way of giving one up.
    enum Overdue<Value> {
        /// The session ends.
        case endsSession
        /// The caller is told, and the operation stays at the gate until libssh2 is done with it; what it comes to is
        /// handed to the closure. Open channels go on.
        case isAbandoned((Value) -> Void)
        /// The caller is told, and libssh2 is made to let go of it: its wait ends as if reading had failed. What the server
        /// says to it later finds nobody.
        case isInterrupted
    }

    /// Runs an operation through the gate: `step` is called again whenever bytes have come, until it is over. Time that
    /// passes while `exempt` holds is somebody else's: a person's at a passphrase, an agent's.
    func perform<Value: Sendable>(
        within limit: Duration, overdue: Overdue<Value> = .endsSession, exempt: @escaping () -> Bool = { false },
        _ step: @escaping () -> Progress<Value>
    ) async throws(SSHError) -> Value {
        if let failure { throw failure }
        // What is stuck may hold the gate for a minute. Whoever asks should look for another way now.
        if isStuck { throw .timedOut(.open) }
        let result: Result<Value, SSHError> = await cancelling { continuation in
            let waiter = Waiter(continuation)
            let alarm = Alarm()
            gate.enqueue(
                step: {
                    // The time runs from here, not from when it began to wait behind others.
                    if alarm.begun == nil {
                        alarm.set(on: self.eventLoop, after: limit, exempt: exempt) {
                            switch overdue {
                            case .endsSession: self.fail(.timedOut(self.stage))
                            case .isAbandoned:
                                self.abandoned += 1
                                waiter.resume(with: .failure(.timedOut(.open)))
                                for fail in self.gate.failWaiting() { fail(.timedOut(.open)) }
                            case .isInterrupted:
                                self.interrupt(step, waiter)
                            }
                        }
                    }
                    let result: Result<Value, SSHError>
                    switch step() {
                    case .again: return false
                    case .done(let value): result = .success(value)
                    case .failed(let error): result = .failure(error)
                    }
                    alarm.cancel()
                    if let begun = alarm.begun { self.noteRoundTrip(since: begun) }
                    if !waiter.resume(with: result) {
                        self.abandoned -= 1
                        if case .success(let value) = result, case .isAbandoned(let clean) = overdue { clean(value) }
                    }
                    return true
                },
                fail: { error in
                    alarm.cancel()
                    waiter.resume(with: .failure(error))
                })
            // A caller who was cancelled before has ended the session on the way here.
            if let failure {
                for fail in gate.failAll() { fail(failure) }
            } else {
                pump()
            }
        }
        return try result.get()
    }

    /// Ends the operation at the gate by letting libssh2 fail at it, and only at it.
    private func interrupt<Value: Sendable>(_ step: () -> Progress<Value>, _ waiter: Waiter<Value>) {
        switch handle.wire.interrupting(step) {
        // The answer was there, just now.
        case .done(let value): waiter.resume(with: .success(value))
        case .failed: waiter.resume(with: .failure(.timedOut(.open)))
        case .again: return fail(.timedOut(.open))
        }
        gate.finishCurrent()
        pump()
    }

    /// A caller who is cancelled does not wait for a server: the session ends, which ends what it waits for.
    private func cancelling<Value: Sendable>(
        _ body: (CheckedContinuation<Result<Value, SSHError>, Never>) -> Void
    ) async -> Result<Value, SSHError> {
        await withTaskCancellationHandler {
            // Named, so that this runs here and not on whichever thread is free.
            self.assertIsolated()
            return await withCheckedContinuation(body)
        } onCancel: {
            close()
        }
    }

    private func noteRoundTrip(since begun: NIODeadline) {
        let took = NIODeadline.now() - begun
        if stage == .established, took < roundTrip { roundTrip = max(took, .microseconds(200)) }
    }

    /// The result of a libssh2 call that answers with a code.
    func progress(_ code: Int32) -> Progress<Void> {
        switch code {
        case 0...: .done(())
        case LIBSSH2_ERROR_EAGAIN: .again
        default: .failed(lastWords ?? handle.lastError)
        }
    }
}

/// A deadline that does not count the time for which somebody else is responsible.
private final class Alarm {
    private var scheduled: Scheduled<Void>?
    private(set) var begun: NIODeadline?

    func set(
        on loop: any EventLoop, after limit: Duration, exempt: @escaping () -> Bool, ring: @escaping () -> Void
    ) {
        begun = begun ?? .now()
        scheduled = loop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) {
            if exempt() { self.set(on: loop, after: limit, exempt: exempt, ring: ring) } else { ring() }
        }
    }

    func cancel() {
        scheduled?.cancel()
        scheduled = nil
    }
}

/// Somebody who waits for an operation, until it is over or its time is up.
private final class Waiter<Value: Sendable> {
    private var continuation: CheckedContinuation<Result<Value, SSHError>, Never>?

    init(_ continuation: CheckedContinuation<Result<Value, SSHError>, Never>) {
        self.continuation = continuation
    }

    /// False if nobody waits any more.
    @discardableResult
    func resume(with result: Result<Value, SSHError>) -> Bool {
        guard let continuation else { return false }
        self.continuation = nil
        continuation.resume(returning: result)
        return true
    }
}
