@testable import LevelsLab

/// Files, as tests look at them.
enum FileCheck {
    static func isInstalled(_ program: String) -> Bool { Programs.search(program) != nil }
    static func exists(_ path: String) -> Bool { Disk.exists(path) }
    static func text(_ path: String) -> String? { Disk.text(path) }
    static func write(_ text: String, to path: String) throws { try Disk.write(text, to: path, mode: 0o644) }
}

/// The files at the top of this repository.
enum Repository {
    static let top = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    static let revokedKeys = top + "/keys.example/revoked_keys"
}
