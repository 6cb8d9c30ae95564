/// What ``HostScript/policy`` is asked: by what sshd would go for each of some users from each of some addresses.
public struct PolicyRequest: Sendable, Hashable {
    /// A run of sshd each, of some 10 ms, where it comes to a `Match` that is not for all.
    public static let mostCases = 4096
    /// In bytes.
    public static let answerLimit = 32 << 20

    public struct Case: Sendable, Hashable {
        public let user: String
        /// Nil for the one that whoever asks comes from.
        public let address: String?
    }

    public let cases: [Case]
    /// Of the cases that there would be; more than are asked about where these are too many.
    public let wanted: Int

    /// Every user from every address, address by address, so that what is left out of too many is addresses.
    ///
    /// Nil for a name that no line of a `passwd` could have, or none at all.
    /// - Parameters:
    ///   - addresses: beside the one that whoever asks comes from.
    ///   - most: of the cases.
    public init?(users: [String], addresses: [String], atMost most: Int = PolicyRequest.mostCases) {
        guard !users.isEmpty, users.count <= SurveyRequest.limit, users.allSatisfy(AccountName.isGood),
            addresses.allSatisfy(Self.isGood)
        else { return nil }
        let all = ([nil] + addresses.map { $0 }).flatMap { address in users.map { Case(user: $0, address: address) } }
        cases = Array(all.prefix(most))
        wanted = all.count
    }

    /// How long the answer may take, if the first case alone may take `time`.
    func patience(_ time: Duration) -> Duration { time + .milliseconds(30) * cases.count }

    private static func isGood(_ address: String) -> Bool {
        (1...45).contains(address.utf8.count)
            && address.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || byte == 0x2E || byte == 0x3A
            }
    }

    /// All of its stdin.
    public var input: [UInt8] {
        Array(cases.map { "\($0.user) \($0.address ?? "-")\n" }.joined().utf8) + Array(".\n".utf8)
    }
}
