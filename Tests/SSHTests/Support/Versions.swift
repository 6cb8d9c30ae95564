import SSH

@testable import LevelsLab

/// Which libssh2 the tests run with.
enum Versions {
    static var running: LibSSH2Release { LibSSH2Release(Library.version) ?? LibSSH2Release(0, 0, 0) }

    /// Which one whoever started the tests wants it to be.
    static var expected: String? { Programs.environment("LEVELS_EXPECT_LIBSSH2") }

    /// How often a fuzz test tries, unless told otherwise.
    static func iterations(_ usual: Int) -> Int {
        Programs.environment("LEVELS_FUZZ_ITERATIONS").flatMap { Int($0) } ?? usual
    }
}
