import LevelsLab

#if canImport(Glibc)
    import Testing

    @testable import Tunnel

    /// What is made of the kernel's answer about a socket (sock_diag(7)), whatever it is.
    @Suite("socket owner")
    struct SocketOwnerTests {
        private func native(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }

        /// A netlink message: length, type, flags, sequence, port, and so much of a payload.
        private func message(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
            native(UInt32(16 + payload.count)) + withUnsafeBytes(of: type) { Array($0) } + [0, 0] + native(1)
                + native(0) + payload
        }

        private func socket(user: UInt32, inode: UInt32) -> [UInt8] {
            message(20, [UInt8](repeating: 0xaa, count: 64) + native(user) + native(inode))
        }

        private func error(_ code: Int32) -> [UInt8] { message(2, native(UInt32(bitPattern: code)) + [0, 0, 0, 0]) }

        @Test("a socket that is held belongs to its user")
        func held() throws {
            #expect(try KernelSocketOwner.parse(socket(user: 1000, inode: 7)[...]) == .user(1000))
            #expect(try KernelSocketOwner.parse(socket(user: 0, inode: 7)[...]) == .user(0))
        }

        @Test("a socket that nobody holds any more is not root's, though the kernel says 0")
        func orphaned() throws {
            #expect(try KernelSocketOwner.parse(socket(user: 0, inode: 0)[...]) == .nobody)
        }

        @Test("a socket that the kernel does not know is nobody's")
        func unknown() throws {
            #expect(try KernelSocketOwner.parse(error(-2)[...]) == .nobody)
        }

        @Test("any other error is an error", arguments: [-1, -13, -22, 0, 1, .max, .min] as [Int32])
        func failed(_ code: Int32) {
            #expect(throws: SocketOwnerFailure.self) { try KernelSocketOwner.parse(error(code)[...]) }
        }

        @Test("an answer that is cut short anywhere is an error, never an owner")
        func cut() {
            let whole = socket(user: 0, inode: 7)
            for count in 0..<whole.count {
                #expect(throws: SocketOwnerFailure.self) { try KernelSocketOwner.parse(whole.prefix(count)) }
            }
            for count in 0..<20 {
                #expect(throws: SocketOwnerFailure.self) { try KernelSocketOwner.parse(error(-2).prefix(count)) }
            }
        }

        @Test("an answer of another kind, or from the middle of a buffer, is read for what it is")
        func other() throws {
            #expect(throws: SocketOwnerFailure.self) {
                try KernelSocketOwner.parse(message(3, [UInt8](repeating: 0, count: 100))[...])
            }
            let buffer = [1, 2, 3] + socket(user: 42, inode: 1) + [4, 5]
            #expect(try KernelSocketOwner.parse(buffer[3...]) == .user(42))
        }

        @Test("random bytes are never an owner by accident of a crash")
        func random() {
            var generator = SeededGenerator(seed: 11)
            for _ in 0..<10_000 {
                let count = Int.random(in: 0...120, using: &generator)
                let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                _ = try? KernelSocketOwner.parse(bytes[...])
            }
        }
    }
#endif
