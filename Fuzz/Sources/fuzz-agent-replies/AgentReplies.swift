import Fuzzing

@testable import SSH

/// A reply is read as what was asked for, within its bounds, or is an error.
@main enum AgentReplies {
    static func main() {
        fuzz { start, count in
            let reply = [UInt8](UnsafeBufferPointer(start: start, count: count))
            let identities = (try? AgentMessage.identities(inReply: reply)) ?? []
            precondition(identities.count <= AgentMessage.identityLimit)
            for identity in identities {
                precondition(escapedForTerminal(identity.comment).unicodeScalars.allSatisfy { $0.value >= 0x20 })
                precondition(!identity.key.line.isEmpty)
            }
            for algorithm in SignatureAlgorithm.allCases {
                guard let signature = try? AgentMessage.signature(inReply: reply, algorithm: algorithm) else {
                    continue
                }
                precondition(signature.algorithm == algorithm && signature.blob.count <= reply.count)
            }
            return 0
        }
    }
}
