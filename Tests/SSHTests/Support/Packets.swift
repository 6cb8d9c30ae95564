@testable import SSH

/// Packets as a server sends them before anything is encrypted (RFC 4253, section 6).
enum Packets {
    static let version = Array("SSH-2.0-Stray_1\r\n".utf8)

    static func packet(_ payload: [UInt8]) -> [UInt8] {
        let padding = 4 + (8 - (payload.count + 9) % 8) % 8
        var writer = WireWriter()
        writer.uint32(UInt32(payload.count + padding + 1))
        writer.byte(UInt8(padding))
        writer.raw(payload)
        writer.raw([UInt8](repeating: 0, count: padding))
        return writer.bytes
    }

    static func keyExchangeInit(_ lists: AlgorithmLists) -> [UInt8] {
        var writer = WireWriter()
        writer.byte(20)
        writer.raw([UInt8](repeating: 7, count: 16))
        for kind in AlgorithmMismatch.Kind.allCases { writer.nameList(lists[kind]) }
        writer.nameList([])
        writer.nameList([])
        writer.boolean(false)
        writer.uint32(0)
        return packet(writer.bytes)
    }

    /// Where the first packet with this message ends, in what one side says from its version line on; before keys are in
    /// use.
    static func end(of message: UInt8, in bytes: [UInt8]) -> Int? {
        guard var place = bytes.firstIndex(of: UInt8(ascii: "\n")).map({ $0 + 1 }) else { return nil }
        while place + 6 <= bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            if bytes[place + 5] == message { return place + 4 + length }
            place += 4 + length
        }
        return nil
    }

    /// Whether what stands at that place goes into the hash that both sides sign: version lines and payloads do.
    static func isHashed(_ sought: Int, in bytes: [UInt8]) -> Bool {
        guard var place = bytes.firstIndex(of: UInt8(ascii: "\n")).map({ $0 + 1 }) else { return true }
        if sought < place { return true }
        while place + 6 <= bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let payload = place + 5..<max(place + 5, place + 4 + length - Int(bytes[place + 4]))
            if payload.contains(sought) { return true }
            place += 4 + length
        }
        return false
    }

    /// What every libssh2 can do.
    static func lists(keyExchange: [String] = ["curve25519-sha256"]) -> AlgorithmLists {
        AlgorithmLists(
            keyExchange: keyExchange, hostKey: ["ssh-ed25519"], ciphers: ["aes128-ctr"], macs: ["hmac-sha2-256"])
    }
}
