import Inventory

/// Where the background process of a VPC is met: its socket and its locks, in the folder that is ours alone.
///
/// Two levels.yaml may have a VPC of the same name: so the file is part of the name, as a number.
struct BackgroundPlace: Sendable {
    /// `production-1b2c3d4e5f607182`
    let name: String
    private let folder: String

    init(vpc: String, file: String, environment: [String: String]) {
        self.init(
            name: vpc + "-" + Self.number(file), folder: PrivateFolder.place(environment: environment))
    }

    private init(name: String, folder: String) {
        self.name = name
        self.folder = folder
    }

    var socket: String { "\(folder)/\(name).background" }
    /// Held by whoever starts the process, until it answers.
    var starting: String { "\(folder)/\(name).starting" }
    /// Held by the process, as long as it lives.
    var living: String { "\(folder)/\(name).living" }

    /// Those that are there, or were.
    static func all(environment: [String: String]) -> [BackgroundPlace] {
        let folder = PrivateFolder.place(environment: environment)
        return FolderListing.names(in: folder).filter { $0.hasSuffix(".background") }.sorted().map { file in
            BackgroundPlace(name: String(file.dropLast(".background".count)), folder: folder)
        }
    }

    /// FNV-1a of 64 bits: a name, not a proof; whoever could choose the path of a levels.yaml could as well edit it.
    private static func number(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
