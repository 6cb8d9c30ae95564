#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Who runs us, for the journal, for reports, and for others who find a machine locked.
enum Operator {
    /// `alice@laptop`: the account that we run as, whatever variables say, and the machine.
    static let name: String = {
        var name = [CChar](repeating: 0, count: 256)
        // One byte less, so that a name that was cut ends all the same.
        let host =
            gethostname(&name, name.count - 1) == 0
            ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "?"
        let user = getpwuid(getuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
        return (user ?? "uid \(getuid())") + "@" + host
    }()
}
