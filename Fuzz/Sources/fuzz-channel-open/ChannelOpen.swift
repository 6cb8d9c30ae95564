import Fuzzing

@testable import SSH

/// What a server answers to a channel's opening (RFC 4254, section 5.1) is read within its block, and passes through the
/// allocator as libssh2 lets it pass.
@main enum ChannelOpen {
    static func main() {
        fuzz { start, count in
            let packet = UnsafeRawBufferPointer(start: start, count: count)
            if let refusal = OpenRefusal(packet: packet) {
                precondition(count >= 13 && refusal.description.unicodeScalars.count <= 256)
                precondition(escapedForTerminal(refusal.description).unicodeScalars.allSatisfy { $0.value >= 0x20 })
            }
            let memory = SessionMemory(bound: 1 << 20)
            memory.listening = true
            memory.withoutStatus = [1, 2]
            guard count > 0, let block = memory.allocate(count) else { return 0 }
            block.copyMemory(from: UnsafeRawPointer(packet.baseAddress ?? UnsafeRawPointer(block)), byteCount: count)
            guard let moved = memory.reallocate(block, count + 8) else { return 0 }
            memory.release(moved)
            precondition(memory.inUse == 0 && memory.withoutStatus.isSubset(of: [1, 2]))
            return 0
        }
    }
}
