public import AuthorizedKeys

/// What ``HostScript/change`` is to do on one machine: files to be replaced, and what is to take effect with them; all of it
/// or none.
public struct ChangeRequest: Sendable, Hashable {
    public static let longestHolder = 200
    public static let mostFiles = 64
    public static let mostDuties = 64

    public let token: ChangeToken
    /// Who does it, for whoever finds the machine locked: `alice@laptop`. Free text.
    public let holder: RawText
    /// How long the host waits for its confirmation before it puts the old files back, in seconds.
    public let patience: Int
    /// In this order: one that names another comes behind it.
    public let files: [FileChange]
    /// In this order, once all files are in place.
    public let duties: [ChangeDuty]
    /// What leaves an account without being ours to throw away, in the form that it goes into the quarantine file in.
    public let quarantine: Quarantine?

    /// Nil where there is nothing to do, or more than the host's script takes.
    public init?(
        token: ChangeToken = ChangeToken(), holder: RawText, patience: Int = 60, files: [FileChange],
        duties: [ChangeDuty] = [], quarantine: Quarantine? = nil
    ) {
        guard !files.isEmpty || !duties.isEmpty, files.count <= Self.mostFiles, duties.count <= Self.mostDuties,
            duties.allSatisfy(\.isGood), (1...3600).contains(patience),
            files.allSatisfy(\.isGood), Set(files.map { $0.folder + "/" + $0.name }).count == files.count,
            quarantine.map({ AccountName.isGood($0.name) }) ?? true
        else { return nil }
        self.token = token
        self.holder = RawText(holder.bytes.prefix(Self.longestHolder))
        self.patience = patience
        self.files = files
        self.duties = duties
        self.quarantine = quarantine
    }

    /// All of its stdin: lines, of which the last one is a full stop.
    public var input: [UInt8] { input(reverter: ReverterScript.text) }

    func input(reverter text: String) -> [UInt8] {
        var lines = [
            token.text, holder.isEmpty ? "-" : Hexadecimal.text(holder.bytes), String(patience), text,
            quarantine?.name ?? "-", quarantine.map { Self.escaped($0.bytes) } ?? "-", String(files.count),
            String(duties.count),
        ]
        for file in files {
            lines += [
                file.folder, file.name, file.parent ?? "-", "\(file.owner):\(file.group)", String(file.mode, radix: 8),
                file.old?.hex ?? "-", FileHash(of: file.bytes).hex, String(file.bytes.count),
            ]
        }
        lines += duties.flatMap(\.lines)
        lines += files.map { Self.escaped($0.bytes) }
        return Array((lines + ["."]).joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
    }

    /// As a line that the `%b` of printf(1) makes the same bytes of.
    private static func escaped(_ bytes: [UInt8]) -> String {
        var line: [UInt8] = []
        line.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): line += [byte, byte]
            case 0x20...0x7E: line.append(byte)
            default:
                // Three digits, or the next character could be taken for one.
                line += "\\0".utf8
                line += [byte >> 6, byte >> 3 & 7, byte & 7].map { $0 + UInt8(ascii: "0") }
            }
        }
        return String(decoding: line, as: UTF8.self)
    }
}

/// One file that is to become another.
public struct FileChange: Sendable, Hashable {
    /// By its real name, links followed.
    public let folder: String
    public let name: String
    /// Where the folder is to be made first: what it is made in, by its real name.
    public let parent: String?
    public let owner: UInt32
    public let group: UInt32
    /// Permissions.
    public let mode: UInt32
    /// What it was measured as, and must still be; nil for one that is not there.
    public let old: FileHash?
    public let bytes: [UInt8]

    public init(
        folder: String, name: String, parent: String? = nil, owner: UInt32, group: UInt32, mode: UInt32 = 0o600,
        old: FileHash?, bytes: [UInt8]
    ) {
        self.folder = folder
        self.name = name
        self.parent = parent
        self.owner = owner
        self.group = group
        self.mode = mode
        self.old = old
        self.bytes = bytes
    }

    public var new: FileHash { FileHash(of: bytes) }

    /// Whether it can be said in lines, and is a change.
    var isGood: Bool {
        let texts = [folder, name] + (parent.map { [$0] } ?? [])
        let isLine = texts.allSatisfy { !$0.isEmpty && !$0.utf8.contains { $0 == 0x0A || $0 == 0 } }
        let isAbsolute = ([folder] + (parent.map { [$0] } ?? [])).allSatisfy { $0.utf8.first == UInt8(ascii: "/") }
        return isLine && isAbsolute && !name.utf8.contains(UInt8(ascii: "/")) && name != "." && name != ".."
            && mode <= 0o777 && old != new
    }
}

/// Lines that were taken out of an account and are kept on the machine, in our own folder there, appended to a file.
public struct Quarantine: Sendable, Hashable {
    /// The file: the account's name.
    public let name: String
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
