import Inventory

/// A small levels.yaml that is right, to be spoilt in one place by each test.
enum Sample {
    static let ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICPsIlv45eLva3ysrJbEk87LYvzUxZIW/3yqcwOqhDGX"
    /// 2026-11-23 00:00 UTC.
    static let now: Int64 = 1_795_392_000

    static let text = """
        vpcs:
          one:
            cidr: 10.10.0.0/16
            whitelist:
              - { cidr: 203.0.113.0/24, owner: office, until: 2027-06-30 }
            bastions:
              - { address: "bastion.example.net:22", hostKey: "\(ed25519)" }
            user: jump
            admin: { user: ops, sudo: true }
          two:
            cidr: 10.20.0.0/16
            bastions:
              - { address: "bastion.dev.example.net:22", hostKey: "\(ed25519)" }
            user: jump
        environments:
          prod:
            vpc: one
            protected: true
            hosts:
              user: app
              list:
                - { name: app-1, address: "10.10.1.11:22", hostKey: "\(ed25519)" }
            databases:
              main:
                engine: mysql
                writer: db.example.net:3306
                name: levels
                user: app_ro
                password: { env: LEVELS_DB_PASSWORD }
                localPort: 13306
          dev:
            vpc: two
            hosts:
              user: app
              list:
                - { name: dev-1, address: "10.20.1.11:22", hostKey: "\(ed25519)" }
            databases:
              cache: { engine: tcp, writer: "10.20.9.5:6379" }

        """

    struct Absent: Error { let text: String }

    /// The sample with the first `old` replaced, which must be in it.
    static func text(_ old: String, _ new: String) throws -> String {
        guard let range = text.firstRange(of: old) else { throw Absent(text: old) }
        return String(text[..<range.lowerBound]) + new + String(text[range.upperBound...])
    }

    static func read(_ text: String) throws(InventoryError) -> InventoryReading {
        try Inventory.read(Array(text.utf8), path: "/srv/levels/levels.yaml", home: "/home/alice", now: now)
    }

    /// What is wrong with a text, a line each, or nothing.
    static func findings(_ text: String) -> [String] {
        do throws(InventoryError) {
            _ = try read(text)
            return []
        } catch {
            return error.message.split(separator: "\n").map { String($0) }
        }
    }
}
