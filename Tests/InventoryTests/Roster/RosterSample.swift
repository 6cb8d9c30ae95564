import AuthorizedKeys
import Inventory

/// A small roster that is right, for the sample levels.yaml, to be spoilt in one place by each test.
enum RosterSample {
    /// Three keys that nobody has the private halves of.
    static let keys = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBTmIXdVb78soxj7aabLrvP8R3kxgUpKm/+DzKF5S4j8",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILGpGQ1ZeViGsQc/iVozV+oQYOrm842Ld7vmwEh0xOE+",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIESE7SK1fstqMx3sBCyY7bU7LloezvPPqgqaapfq3Yu2",
    ]

    static let alice = """
        name: Alice Example
        keys:
          - \(keys[0]) alice@laptop
        access: { dev: shell, prod: tunnel }
        from: [198.51.100.7/32]
        until: 2027-01-31
        admin: false

        """

    static let bob = "name: Bob\nkeys: [\"\(keys[1])\"]\nadmin: true\n"

    static func inventory() throws -> Inventory { try Sample.read(Sample.text).inventory }

    static func read(
        _ files: [String: String], now: Int64 = Sample.now
    ) throws(RosterError) -> RosterReading {
        guard let inventory = try? inventory() else { throw .notFound(folder: "the sample is not right") }
        return try Roster.read(
            files: files.mapValues { Array($0.utf8) }, folder: "/srv/levels/keys", for: inventory, now: now)
    }

    /// What is wrong with a roster, a line each, or nothing.
    static func findings(_ files: [String: String]) -> [String] {
        do throws(RosterError) {
            _ = try read(files)
            return []
        } catch {
            return error.message.split(separator: "\n").map { String($0) }
        }
    }

    static func text(_ old: String, _ new: String) throws -> String {
        guard let range = alice.firstRange(of: old) else { throw Sample.Absent(text: old) }
        return String(alice[..<range.lowerBound]) + new + String(alice[range.upperBound...])
    }
}
