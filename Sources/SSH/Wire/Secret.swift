internal import Files
import Synchronization

/// Bytes that must not be seen: a passphrase, a private key.
///
/// Prints as `<redacted>` in every way that Swift has of printing, and is overwritten when the last reference goes. A
/// class, so that copies are references and there is one memory to overwrite; a mutex, because the compiler has to know
/// that nobody writes.
public final class Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let storage: Mutex<[UInt8]>

    /// Takes the bytes away from the caller's variable, which is empty afterwards.
    public init(taking bytes: inout [UInt8]) {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        storage = Mutex(taken)
    }

    /// For what the caller holds elsewhere anyway, such as a literal in a test or a variable of the environment.
    public convenience init(_ text: String) {
        var bytes = Array(text.utf8)
        self.init(taking: &bytes)
    }

    deinit {
        storage.withLock { Secret.cleanse(&$0) }
    }

    public var count: Int { storage.withLock { $0.count } }

    /// The bytes, for as long as the closure runs. They are not to be copied out of it, nor kept.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // An array of its own is bound here so that the closure may be slow or take another secret without holding the
        // lock: it is the same memory, because nobody writes to it before deinit.
        let bytes = storage.withLock { $0 }
        return try bytes.withBytes(body)
    }

    /// Overwrites an array in place and empties it. Only of use where no copy of the array is about.
    static func cleanse(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes(Wiping.cleanse)
        bytes = []
    }

    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension [UInt8] {
    /// `withUnsafeBytes` with typed throws, which the standard library's does not have.
    fileprivate func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let outcome = withUnsafeBytes { pointer in
            do throws(Failure) {
                return Swift.Result<Result, Failure>.success(try body(pointer))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
