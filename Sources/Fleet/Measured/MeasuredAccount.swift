public import AuthorizedKeys

/// An account of a machine, and everything that lets keys into it.
public struct MeasuredAccount: Sendable, Hashable {
    public let user: String
    /// Nil where the machine has no such account.
    public let entry: PasswordEntry?
    /// Its home by its real name, links followed; nil where there is none.
    public let home: String?
    public let settings: SSHDSettings
    /// The files that `AuthorizedKeysFile` means for it, in the order in which sshd reads them.
    public let files: [MeasuredFile]

    /// The sources of keys other than files, as `word value`, such as `trustedusercakeys /etc/ssh/ca.pub`. A program that
    /// is asked at every login, or a CA, lets in whom no file names.
    public var otherSources: [RawText] { settings.otherSources }

    /// The file that lines are written into: the first that sshd reads.
    public var mainFile: MeasuredFile? { files.first }
}

/// What matters of an account's line in `passwd`.
public struct PasswordEntry: Sendable, Hashable {
    public let user: UInt32
    public let group: UInt32
    public let home: RawText
}

/// A file that sshd would read keys from, or that is not there.
public struct MeasuredFile: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case missing
        /// With its bytes.
        case regular([UInt8])
        /// It cannot be read by who looked.
        case unreadable
        /// It was not read: larger than 1 MiB. Its size in bytes.
        case tooLarge(Int64)
        case symlink(to: RawText)
        case directory
        /// A pipe, a socket, a device.
        case special
    }

    /// As sshd is told to open it, tokens filled in.
    public let path: RawText
    /// The folder by its real name, links followed; nil where there is none.
    public let folder: String?
    public let kind: Kind
    /// Its own; nil where it is missing.
    public let status: FileStatus?
    /// From the folder up to the home, or to `/`.
    public let above: [FileStatus]
    public let isImmutable: Bool
    /// On its file system, in bytes; nil where that is unknown.
    public let freeBytes: Int64?

    /// The last part of the path.
    public var name: String {
        String(decoding: path.bytes.split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self)
    }

    public var bytes: [UInt8]? {
        switch kind {
        case .regular(let bytes): bytes
        case .missing: []
        case .unreadable, .tooLarge, .symlink, .directory, .special: nil
        }
    }

    public var hash: FileHash? {
        if case .regular(let bytes) = kind { FileHash(of: bytes) } else { nil }
    }

    /// Why sshd would not read it with `StrictModes`; nil where it would (sshd_config(5); safe_path in misc.c).
    /// - Parameter owner: the account's number.
    public func strictModesProblem(owner: UInt32) -> String? {
        guard let status else { return nil }
        for status in [status] + above {
            let path = status.path.escaped(limit: 120)
            if status.owner != 0, status.owner != owner {
                return "\(path) belongs to another user (id \(status.owner))"
            }
            if status.mode & 0o022 != 0 { return "others may write to \(path) (mode \(status.modeText))" }
        }
        return nil
    }

    /// Why sshd could not open it, which it does as the account; nil where it could, as far as is known.
    public func openingProblem(_ entry: PasswordEntry) -> String? {
        guard let status, entry.user != 0 else { return nil }
        if !status.mayBeUsed(by: entry, bit: 4) {
            return "the account may not read it (id \(status.owner)'s, mode \(status.modeText))"
        }
        guard let folder = above.first(where: { !$0.mayBeUsed(by: entry, bit: 1) }) else { return nil }
        return
            "the account may not enter \(folder.path.escaped(limit: 120)) (id \(folder.owner)'s, mode \(folder.modeText))"
    }
}

/// Whose something is, and who may do what with it.
public struct FileStatus: Sendable, Hashable {
    public let path: RawText
    /// Type and permissions, as stat(2) has them.
    public let mode: UInt32
    public let owner: UInt32
    public let group: UInt32
    public let size: Int64
    public let links: Int64

    /// The permissions, as chmod(1) takes them.
    public var modeText: String { String(mode & 0o7777, radix: 8) }
    var type: UInt32 { mode & 0o170000 }

    /// Whether an account has a right that `bit` is for others. What another group may, it may as far as we know: of what
    /// others it is a member was not asked.
    fileprivate func mayBeUsed(by entry: PasswordEntry, bit: UInt32) -> Bool {
        if owner == entry.user { return mode & bit << 6 != 0 }
        if group == entry.group { return mode & bit << 3 != 0 }
        return mode & (bit << 3 | bit) != 0
    }
}
