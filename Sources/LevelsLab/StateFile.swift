#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The lab's state on disk. Every change is read, made and written under a lock, since `levels-lab kill` in one terminal
/// and `levels-lab start` in another must not lose each other's.
struct StateFile: Sendable {
    let folder: String

    var path: String { folder + "/lab.json" }

    func exists() -> Bool { Disk.exists(path) }

    func read() throws(LabFailure) -> LabState {
        guard let bytes = Disk.read(path, limit: 1 << 26) else { throw .notUp(folder: folder) }
        guard let state = try? JSONDecoder().decode(LabState.self, from: Data(bytes)), state.version == 1,
            state.folder == folder
        else { throw .badState(path: path) }
        return state
    }

    func write(_ state: LabState) throws(LabFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(state) else { throw .badState(path: path) }
        try Disk.write(String(decoding: data, as: UTF8.self) + "\n", to: path)
    }

    @discardableResult
    func update<Value>(_ change: (inout LabState) throws(LabFailure) -> Value) throws(LabFailure) -> Value {
        let lock = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw SystemError.last("locking \(folder)") }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            if errno != EINTR { throw SystemError.last("locking \(folder)") }
        }
        var state = try read()
        let value = try change(&state)
        try write(state)
        return value
    }
}
