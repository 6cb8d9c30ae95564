/// A key that an agent holds.
public struct AgentIdentity: Hashable, Sendable {
    public let key: PublicKeyBlob
    /// As the agent gave it: escape it before printing.
    public let comment: String
}

/// What is wrong with an agent's reply.
public enum AgentReplyError: Error, Hashable, Sendable {
    /// SSH_AGENT_FAILURE: the agent will not.
    case refused
    case malformed(String)
}

/// The agent's protocol (draft-miller-ssh-agent sections 3 to 5), as pure functions from bytes to values and back.
public enum AgentMessage {
    /// The largest reply that is taken, in bytes, as OpenSSH has it.
    public static let replyLimit = 256 * 1024
    /// The most keys that are taken from one reply, as OpenSSH has it.
    public static let identityLimit = 2048

    private enum Code {
        static let failure: UInt8 = 5
        static let requestIdentities: UInt8 = 11
        static let identitiesAnswer: UInt8 = 12
        static let signRequest: UInt8 = 13
        static let signResponse: UInt8 = 14
    }

    public static func requestIdentities() -> [UInt8] { [Code.requestIdentities] }

    public static func signRequest(key: PublicKeyBlob, data: [UInt8], algorithm: SignatureAlgorithm) -> [UInt8] {
        var writer = WireWriter(reservingCapacity: data.count + key.bytes.count + 13)
        writer.byte(Code.signRequest)
        writer.string(key.bytes)
        writer.string(data)
        writer.uint32(flags(for: algorithm))
        return writer.bytes
    }

    /// SSH_AGENT_RSA_SHA2_256 and _512; without one an agent signs with SHA-1.
    static func flags(for algorithm: SignatureAlgorithm) -> UInt32 {
        switch algorithm {
        case .rsaSHA256: 2
        case .rsaSHA512: 4
        default: 0
        }
    }

    /// A message as it goes over the socket.
    static func framed(_ message: [UInt8]) -> [UInt8] {
        var writer = WireWriter(reservingCapacity: message.count + 4)
        writer.string(message)
        return writer.bytes
    }

    /// The keys in a reply to `requestIdentities`. A key that cannot be read is left out: it does not make the others
    /// unusable.
    public static func identities(inReply reply: [UInt8]) throws(AgentReplyError) -> [AgentIdentity] {
        try parsing(reply, as: Code.identitiesAnswer) { reader throws(WireError) in
            let count = try reader.uint32()
            guard count <= identityLimit else {
                throw .malformed("\(count) keys announced, at most \(identityLimit) are taken")
            }
            var identities: [AgentIdentity] = []
            for _ in 0..<count {
                let blob = try reader.string()
                let comment = String(decoding: try reader.string(), as: UTF8.self)
                guard let key = try? PublicKeyBlob(blob) else { continue }
                identities.append(AgentIdentity(key: key, comment: comment))
            }
            try reader.end()
            return identities
        }
    }

    /// The signature in a reply to `signRequest`, which has to be of the kind that was asked for.
    public static func signature(
        inReply reply: [UInt8], algorithm: SignatureAlgorithm
    ) throws(AgentReplyError) -> Signature {
        try parsing(reply, as: Code.signResponse) { reader throws(WireError) in
            let blob = try reader.string()
            try reader.end()
            return try Signature(blob: blob, expecting: algorithm)
        }
    }

    private static func parsing<Value>(
        _ reply: [UInt8], as code: UInt8, _ body: (inout WireReader) throws(WireError) -> Value
    ) throws(AgentReplyError) -> Value {
        guard reply.count <= replyLimit else {
            throw .malformed(WireError.tooLong(length: reply.count, limit: replyLimit).message)
        }
        if reply == [Code.failure] { throw .refused }
        do throws(WireError) {
            var reader = WireReader(reply)
            let answer = try reader.byte()
            guard answer == code else { throw .malformed("message \(answer) instead of \(code)") }
            return try body(&reader)
        } catch {
            throw .malformed(error.message)
        }
    }
}
