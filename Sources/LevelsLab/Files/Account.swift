#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An account of the machine, or one that exists only inside a namespace of the lab.
struct Account: Codable, Sendable, Hashable {
    let name: String
    let uid: UInt32
    let gid: UInt32

    /// The account that we run as.
    static func current() throws(LabFailure) -> Account {
        guard let account = find(getuid()) else {
            throw .notPossible("the account with the number \(getuid()) has no name", hint: "run as a named account")
        }
        return account
    }

    static var isRoot: Bool { geteuid() == 0 }

    static func named(_ name: String) -> Account? {
        lookUp { getpwnam_r(name, $0, $1, $2, $3) }
    }

    static func find(_ uid: UInt32) -> Account? {
        lookUp { getpwuid_r(uid, $0, $1, $2, $3) }
    }

    /// An account without rights for a database server, which refuses to run as root: the distribution's own, or nobody.
    static func unprivileged(_ preferred: [String]) throws(LabFailure) -> Account {
        for name in preferred + ["nobody"] {
            if let account = named(name), account.uid != 0 { return account }
        }
        throw .notPossible(
            "there is no account for a database to run as",
            hint: "add one: useradd --system \(preferred.first ?? "nobody")")
    }

    /// Numbers that no account of the machine has, for the accounts that exist only inside namespaces.
    static func unusedNumbers(_ count: Int) -> [UInt32] {
        Array((64_100..<65_000).lazy.filter { find($0) == nil }.prefix(count))
    }

    private typealias Entry = UnsafeMutablePointer<passwd>
    private typealias Found = UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>

    private static func lookUp(_ ask: (Entry, UnsafeMutablePointer<CChar>, Int, Found) -> Int32) -> Account? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16384)
        return buffer.withUnsafeMutableBufferPointer { buffer -> Account? in
            guard let base = buffer.baseAddress, ask(&entry, base, buffer.count, &found) == 0, found != nil,
                let name = entry.pw_name
            else { return nil }
            return Account(name: String(cString: name), uid: entry.pw_uid, gid: entry.pw_gid)
        }
    }
}
