import Inventory
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What stdout did not take. A command goes on without, but it has not done what was asked of it: half a file of
/// authorized_keys must not look like a whole one.
enum LostOutput {
    private static let cause = Mutex<Int32?>(nil)

    /// - Parameter error: `errno`. A reader that went away has read what it wanted (EPIPE).
    static func note(_ error: Int32) {
        guard error != EPIPE else { return }
        cause.withLock { $0 = $0 ?? error }
    }

    /// The code to exit with, which is another where all went well but for that.
    static func exit(_ code: Int32, _ talk: Talk = Talk()) -> Int32 {
        guard code == 0, let cause = cause.withLock({ $0 }) else { return code }
        talk.say("error: stdout took not all that was to be said: \(String(cString: strerror(cause)))")
        return ExitStatus.lostOutput.rawValue
    }
}
