import LevelsLab
import NIOCore
import Testing

@testable import SSH

/// The bytes around a channel's opening, and what stands before libssh2, with whatever a seed makes of them.
@Suite(.timeLimit(.minutes(10)))
struct WireFuzzTests {
    @Test("a refusal that is mangled is read or is none, and never beyond its block")
    func refusals() {
        var generator = SeededGenerator(seed: 92)
        var writer = WireWriter()
        writer.byte(92)
        writer.uint32(3)
        writer.uint32(2)
        writer.string("connect failed: Connection refused")
        writer.string("")
        for _ in 0..<Versions.iterations(20_000) {
            let bytes = generator.mutated(writer.bytes)
            let refusal = bytes.withUnsafeBytes { OpenRefusal(packet: $0) }
            if let refusal { #expect(bytes.count >= 13 && refusal.description.unicodeScalars.count <= 256) }
        }
    }

    @Test(
        "every length of a refusal, and every length that it claims", arguments: [0, 1, 256, 0x7fff_ffff, 0xffff_ffff])
    func refusalLengths(claimed: Int) {
        for count in 0..<400 {
            var writer = WireWriter()
            writer.byte(92)
            writer.uint32(0)
            writer.uint32(1)
            writer.uint32(UInt32(claimed))
            writer.raw([UInt8](repeating: 65, count: 400))
            let bytes = Array(writer.bytes.prefix(count))
            let refusal = bytes.withUnsafeBytes { OpenRefusal(packet: $0) }
            #expect((refusal != nil) == (count >= 13 && claimed <= count - 13))
            if let refusal { #expect(refusal.description.utf8.count == min(claimed, 256)) }
        }
    }

    @Test("whatever passes through the allocator is taken and given back, and read within its bounds")
    func allocator() throws {
        var generator = SeededGenerator(seed: 5)
        let memory = SessionMemory(bound: 1 << 20)
        memory.listening = true
        memory.withoutStatus = [1, 2, 3]
        var held: [UnsafeMutableRawPointer] = []
        for _ in 0..<Versions.iterations(20_000) {
            let count = Int.random(in: 0...64, using: &generator)
            if let block = memory.allocate(count) {
                for index in 0..<count {
                    block.storeBytes(
                        of: UInt8.random(in: 0...255, using: &generator), toByteOffset: index, as: UInt8.self)
                }
                if count > 0 {
                    block.storeBytes(of: [91, 92, 98].randomElement(using: &generator) ?? 0, as: UInt8.self)
                }
                held.append(block)
            }
            if held.count > 100, let block = held.popLast() { memory.release(block) }
            if let block = held.popLast() {
                guard let moved = memory.reallocate(block, Int.random(in: 0...128, using: &generator)) else {
                    memory.release(block)
                    continue
                }
                held.append(moved)
            }
        }
        #expect(memory.allocate(1 << 20) == nil)
        #expect(memory.allocate(-1) == nil)
        for block in held { memory.release(block) }
        #expect(memory.inUse == 0)
        #expect(memory.withoutStatus == [1, 2, 3])
    }

    @Test("an exit status is noted for its own channel, and nothing else is one")
    func exitStatus() throws {
        let memory = SessionMemory(bound: 1 << 20)
        memory.withoutStatus = [7, 8]
        func pass(_ request: String, channel: UInt32, cut: Int = 0) throws {
            var writer = WireWriter()
            writer.byte(98)
            writer.uint32(channel)
            writer.string(request)
            writer.boolean(false)
            writer.uint32(0)
            let bytes = Array(writer.bytes.dropLast(cut))
            let block = try #require(memory.allocate(bytes.count))
            block.copyMemory(from: bytes, byteCount: bytes.count)
            memory.release(block)
        }
        try pass("exit-status", channel: 9)
        try pass("exit-statut", channel: 7)
        try pass("exit-signal", channel: 7)
        try pass("exit-status", channel: 7, cut: 8)
        #expect(memory.withoutStatus == [7, 8])
        try pass("exit-status", channel: 7)
        #expect(memory.withoutStatus == [8])
    }

    @Test("a greeting in any pieces comes through whole, or is the same error")
    func greetingPieces() {
        var generator = SeededGenerator(seed: 20)
        let good = Array("hello\r\n".utf8) + Packets.version + Packets.keyExchangeInit(Packets.lists()) + [1, 2, 3]
        for round in 0..<Versions.iterations(2000) {
            let bytes = round % 4 == 0 ? good : generator.mutated(good)
            let whole = admit([bytes])
            let size = Int.random(in: 1...200, using: &generator)
            let pieces = admit(StrayServer.pieces(bytes, of: size))
            #expect(whole.error == pieces.error)
            if whole.error == nil {
                #expect(whole.passed == pieces.passed)
                #expect(bytes.starts(with: whole.passed))
                if round % 4 == 0 { #expect(whole.passed == bytes) }
            }
        }
    }

    @Test("nothing passes before the version is known")
    func heldBack() throws {
        var greeting = GreetingGuard()
        #expect(try greeting.admit(ByteBuffer(string: "hello\r\nSSH-2.0-x")).isEmpty)
        #expect(try greeting.admit(ByteBuffer(string: "\r\n")).map { $0.readableBytes } == [16, 2])
    }

    @Test("a server is dead when it has let the allowed questions pass, and never while it speaks")
    func liveness() {
        var generator = SeededGenerator(seed: 15)
        for _ in 0..<Versions.iterations(2000) {
            let allowed = Int.random(in: 0...4, using: &generator)
            var liveness = Liveness()
            // What it is asked in vain, and how many silent ticks there were since it was last heard.
            var silent = -1
            for _ in 0..<30 {
                if Bool.random(using: &generator) && Bool.random(using: &generator) {
                    liveness.heard()
                    silent = -1
                }
                let verdict = liveness.tick(allowed: allowed)
                silent += 1
                #expect(verdict == (silent == 0 ? .alive : silent > allowed ? .dead : .ask))
                if verdict == .dead { break }
            }
        }
    }

    private func admit(_ pieces: [[UInt8]]) -> (passed: [UInt8], error: String?) {
        var greeting = GreetingGuard()
        var passed: [UInt8] = []
        do throws(SSHError) {
            try greeting.settle(Algorithms.preferred.lists)
            for piece in pieces {
                for buffer in try greeting.admit(ByteBuffer(bytes: piece)) { passed += buffer.readableBytesView }
            }
            return (passed, nil)
        } catch {
            return (passed, "\(error)")
        }
    }
}
