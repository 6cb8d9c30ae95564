import Inventory
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What stdout, or a file in its place, did not take. A command goes on without, but it has not done what was asked of it:
/// half a file of authorized_keys must not look like a whole one.
enum LostOutput {
    private static let first = Mutex<(place: String, error: Int32)?>(nil)

    /// - Parameter error: `errno`. A reader that went away has read what it wanted (EPIPE).
    static func note(_ error: Int32, at place: String = "stdout") {
        guard error != EPIPE else { return }
        first.withLock { $0 = $0 ?? (place, error) }
    }

    /// The code to exit with, which is another where all went well but for that, or something was ended for it.
    static func exit(_ code: Int32, _ talk: Talk = Talk()) -> Int32 {
        guard code == 0 || code == 128 + SIGPIPE, let (place, error) = first.withLock({ $0 }) else { return code }
        let reason = String(cString: strerror(error))
        talk.say("error: \(Escaped.text(place)) took not all that was to be said: \(reason)")
        return ExitStatus.lostOutput.rawValue
    }
}
