/// Where a comparison is made: a lab, and the way to it.
struct BenchLink: Sendable {
    enum Kind: String, Codable, Sendable {
        case loopback
        /// The lab's own delay relay before the bastion, which ends TCP on either side of it.
        case relay
        /// Two network namespaces with packets on their way between them: real TCP over the distance.
        case wan
    }

    let kind: Kind
    /// In milliseconds.
    let roundTrip: Int
    /// levels.yaml, and the same for `ssh -F`.
    let config: String
    let sshConfig: String
    /// What to put before a client's command so that it runs at the near end, and the namespace that it then runs in.
    let prefix: [String]
    let namespace: String?
    /// The port of the ``BenchServer``, on the far side's 127.0.0.1.
    let serverPort: Int
    /// Where the server is reached without a tunnel, over the same distance.
    let bare: (address: String, port: Int)?

    var name: String {
        switch kind {
        case .loopback: "loopback"
        case .relay: "relay, \(roundTrip) ms round trip"
        case .wan: "long link, \(roundTrip) ms round trip"
        }
    }
}

/// Who is compared.
enum Contender: String, Codable, Sendable, CaseIterable {
    case ours = "levels-ssh"
    case theirs = "ssh -J -L"
}
