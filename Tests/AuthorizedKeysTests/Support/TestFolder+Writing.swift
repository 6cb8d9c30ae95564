@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension TestFolder {
    static func write(_ path: String, _ bytes: UnsafeRawBufferPointer) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw SystemError.last("writing \(path)") }
        defer { close(file) }
        var left = bytes[...]
        while !left.isEmpty {
            let count = writeSome(file, UnsafeRawBufferPointer(rebasing: left))
            guard count > 0 else { throw SystemError.last("writing \(path)") }
            left = left.dropFirst(count)
        }
    }

    private static func writeSome(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(file, bytes.baseAddress, bytes.count)
        #else
            Glibc.write(file, bytes.baseAddress, bytes.count)
        #endif
    }
}
