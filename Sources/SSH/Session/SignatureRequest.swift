/// What libssh2 wants signed (RFC 4252, section 7).
enum SignatureRequest {
    /// The algorithm that stands in `string session id, byte 50, string user, string service, string method, boolean,
    /// string algorithm, ...`; nil if that is none that we sign with.
    static func algorithm(in data: [UInt8]) -> SignatureAlgorithm? {
        var reader = WireReader(data)
        guard (try? reader.string()) != nil, (try? reader.byte()) == 50, (try? reader.string()) != nil,
            (try? reader.string()) != nil, (try? reader.string()) != nil, (try? reader.byte()) != nil,
            let name = try? reader.text(limit: 64)
        else { return nil }
        return SignatureAlgorithm(rawValue: name)
    }
}
