/// The accounts that people log in to. On loopback they are all the user who started the lab.
struct LabUsers: Codable, Sendable {
    let jump: String
    let app: String
    let admin: String
    let sudo: Bool
}
