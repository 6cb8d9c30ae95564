import NIOCore
import SSH
import Testing

@testable import Sharing

@Suite("Frames")
struct FrameTests {
    @Test func comeWholeFromPieces() throws {
        let frames = [
            Frame(.hello), Frame(.data, 7, Array("hello".utf8)), Frame(.grant, 7, count: 65_536),
            Frame(.closed, 7, Ending.bytes(.byServer(exit: .status(42)))),
        ]
        var all = ByteBuffer()
        for frame in frames { all.writeImmutableBuffer(frame.bytes) }
        for size in [1, 2, 5, 9, 10, 1000] {
            var (reader, rest, found) = (FrameReader(), all, [Frame]())
            while rest.readableBytes > 0 {
                reader.append(rest.readSlice(length: min(size, rest.readableBytes)) ?? ByteBuffer())
                while let frame = try reader.next() { found.append(frame) }
            }
            #expect(found == frames)
        }
    }

    @Test func refuseAnUnknownKindAtOnce() {
        var reader = FrameReader()
        reader.append(ByteBuffer(string: "{"))
        #expect(throws: FrameError.unknownKind(UInt8(ascii: "{"))) { try reader.next() }
    }

    @Test func refuseALengthThatNobodyWouldSend() {
        var reader = FrameReader()
        reader.append(ByteBuffer(bytes: [Frame.Kind.data.rawValue, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff]))
        #expect(throws: FrameError.tooLong(0xffff_ffff)) { try reader.next() }
    }

    @Test func openingsAreReadAsTheyWereWritten() throws {
        var request = ProgramRequest(.command(Array("printf 'a b'".utf8)))
        request.terminal = TerminalRequest(
            type: "xterm", size: TerminalSize(columns: 80, rows: 24, width: 1, height: 2), modes: [1, 2, 0])
        request.environment = [ProgramRequest.Variable(name: "LANG", value: "C.UTF-8")]
        request.window = 1 << 18
        let terms = Opening.Terms(credit: 4096, limit: 30_000)
        let (opening, read) = try Opening.read(Opening.program(request).frame(3, terms))
        #expect(read == terms)
        guard case .program(let again) = opening, case .command(let command) = again.program else {
            Issue.record("not a command")
            return
        }
        #expect(command == Array("printf 'a b'".utf8))
        #expect(again.terminal?.type == "xterm" && again.terminal?.modes == [1, 2, 0])
        #expect(again.terminal?.size == TerminalSize(columns: 80, rows: 24, width: 1, height: 2))
        #expect(again.environment == request.environment && again.window == 1 << 18)
    }

    @Test func aPortIsOne() throws {
        let good = Opening.port(host: "10.0.0.7", port: 22).frame(1, Opening.Terms(credit: 0, limit: 1))
        guard case (.port("10.0.0.7", 22), _) = try Opening.read(good) else {
            Issue.record("not the port")
            return
        }
        let bad = Opening.port(host: "10.0.0.7", port: 0).frame(1, Opening.Terms(credit: 0, limit: 1))
        #expect(throws: FrameError.malformed) { try Opening.read(bad) }
    }

    /// Whatever comes is read or refused, and never more of it than there is.
    @Test(arguments: 0..<64) func spoiltOpeningsAreReadOrRefused(_ seed: Int) throws {
        var random = Numbers(seed: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1)
        var request = ProgramRequest(.command(Array("true".utf8)))
        request.terminal = TerminalRequest(type: "vt100", size: TerminalSize(columns: 1, rows: 1), modes: [0])
        request.environment = [ProgramRequest.Variable(name: "A", value: "b")]
        let whole = Array(
            Opening.program(request).frame(1, Opening.Terms(credit: 1, limit: 1)).payload.readableBytesView)
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: .min ... .max, using: &random)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            _ = try? Opening.read(Frame(.start, 1, bytes))
            _ = try? Ending.end(bytes)
            _ = try? Ending.error(bytes)
            var reader = FrameReader()
            reader.append(ByteBuffer(bytes: bytes))
            while let frame = try? reader.next() { #expect(frame.payload.readableBytes <= bytes.count) }
        }
    }

    @Test func endsAreReadAsTheyWereWritten() throws {
        for code: Int32 in [0, 1, 255, -1] {
            let end = try Ending.end(Ending.bytes(.byServer(exit: .status(code))))
            guard case .byServer(.status(code)) = end else {
                Issue.record("\(end)")
                continue
            }
        }
        guard case .byServer(.signal("KILL")) = try Ending.end(Ending.bytes(.byServer(exit: .signal("KILL")))),
            case .byServer(nil) = try Ending.end(Ending.bytes(.byServer(exit: nil))),
            case .byUs = try Ending.end(Ending.bytes(.byUs)),
            case .sessionEnded(.peerDead) = try Ending.end(Ending.bytes(.sessionEnded(.peerDead)))
        else {
            Issue.record("an end has become another")
            return
        }
        let refusal = OpenRefusal(reason: .connectFailed, description: String(repeating: "ü", count: 4000))
        guard case .channelRefused(let read) = try Ending.error(Ending.bytes(.channelRefused(refusal))) else {
            Issue.record("not refused")
            return
        }
        #expect(read.reason == .connectFailed && read.description.utf8.count <= 1024 + 3)
    }
}

/// SplitMix64, for what is to be the same each time.
private struct Numbers: RandomNumberGenerator {
    var seed: UInt64

    mutating func next() -> UInt64 {
        seed &+= 0x9e37_79b9_7f4a_7c15
        var mixed = seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
