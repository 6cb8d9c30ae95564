import Testing

@testable import SSH

/// SSH_MSG_CHANNEL_OPEN_FAILURE, as a server may send it.
@Suite("open refusal")
struct OpenRefusalTests {
    private func packet(_ code: UInt32, _ text: [UInt8], length: UInt32? = nil, behind: [UInt8] = []) -> [UInt8] {
        var writer = WireWriter()
        writer.string(text)
        var bytes: [UInt8] = [92, 0, 0, 0, 7]
        bytes += withUnsafeBytes(of: code.bigEndian) { Array($0) }
        bytes += length.map { withUnsafeBytes(of: $0.bigEndian) { Array($0) } + text } ?? writer.bytes
        return bytes + behind
    }

    private func read(_ bytes: [UInt8]) -> OpenRefusal? { bytes.withUnsafeBytes { OpenRefusal(packet: $0) } }

    @Test(
        "each reason is known by its number",
        arguments: [
            (1, .administrativelyProhibited), (2, .connectFailed), (3, .unknownChannelType), (4, .resourceShortage),
            (0, .other(0)), (5, .other(5)), (.max, .other(.max)),
        ] as [(UInt32, OpenRefusal.Reason)])
    func reasons(_ code: UInt32, _ reason: OpenRefusal.Reason) {
        #expect(
            read(packet(code, Array("open failed".utf8))) == OpenRefusal(reason: reason, description: "open failed"))
    }

    @Test("what stands behind the description, padding or a language, is not part of it")
    func behind() {
        #expect(read(packet(2, Array("no".utf8), behind: [0, 0, 0, 0, 9, 9, 9, 9]))?.description == "no")
    }

    @Test("a description is kept up to 256 bytes, and bytes that are no text are replaced")
    func description() {
        #expect(read(packet(2, [UInt8](repeating: 97, count: 5000)))?.description.utf8.count == 256)
        #expect(read(packet(2, [0xff, 0xfe]))?.description == "\u{fffd}\u{fffd}")
    }

    @Test("a length that is longer than the packet, and a packet that is cut anywhere, is none")
    func cut() {
        for length in [4, 100, 0x7fff_ffff, .max] as [UInt32] {
            #expect(read(packet(2, [1, 2, 3], length: length)) == nil)
        }
        let whole = packet(2, Array("text".utf8))
        for count in 0..<whole.count { #expect(read(Array(whole.prefix(count))) == nil) }
    }

    @Test("another message is none")
    func other() {
        var bytes = packet(2, Array("text".utf8))
        bytes[0] = 91
        #expect(read(bytes) == nil)
    }
}
