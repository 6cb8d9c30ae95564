#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

enum Random {
    /// `bytes` random bytes from the system's generator, as hexadecimal digits.
    static func hex(_ bytes: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<bytes).map { _ in
            let byte = UInt8.random(in: .min ... .max, using: &generator)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

enum UserID {
    static var current: UInt32 { getuid() }
}
