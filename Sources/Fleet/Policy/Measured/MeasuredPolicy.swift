public import AuthorizedKeys

/// How a machine's sshd is configured, as sshd and the machine's files say themselves.
public struct MeasuredPolicy: Sendable, Hashable {
    /// Whether it was root who looked: if not, `sshd -T` cannot read host keys, and says nothing.
    public let isRoot: Bool
    /// As asked for, by user and address.
    public let cases: [PolicyCase]
    /// That sshd reads: its configuration, and its host keys.
    public let files: [ConfigFile]
    public let main: MainFile?
    /// What sshd did while it read its global settings, in order.
    public let order: [ReadingStep]
    /// What sshd said where it would not tell what it goes by in some case; nil where it told in each.
    public let silence: RawText?
    /// Cases that were left out, since there were too many to ask about; 0 where sshd goes by the same in all.
    public let left: Int

    public init(
        isRoot: Bool, cases: [PolicyCase], files: [ConfigFile], main: MainFile?, order: [ReadingStep],
        silence: RawText? = nil, left: Int = 0
    ) {
        self.isRoot = isRoot
        self.cases = cases
        self.files = files
        self.main = main
        self.order = order
        self.silence = silence
        self.left = left
    }
}

/// What sshd would go by for one user from one address.
public struct PolicyCase: Sendable, Hashable {
    public let user: String
    public let address: String
    public let settings: EffectiveSettings
    /// Where each was set, by directive as the file spells it, in lower case; what is not there is sshd's default.
    public let places: [String: SettingPlace]

    public init(user: String, address: String, settings: EffectiveSettings, places: [String: SettingPlace]) {
        self.user = user
        self.address = address
        self.settings = settings
        self.places = places
    }
}

/// Where a value comes from.
public enum SettingPlace: Sendable, Hashable {
    /// Lines count from 1.
    case file(RawText, line: Int)
    /// An argument that sshd was started with, which goes before every file.
    case commandLine
}

/// A file that decides over sshd, and who may change it.
public struct ConfigFile: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case config
        case privateHostKey = "private-host-key"
        case publicHostKey = "public-host-key"
    }

    /// Of what a link leads to.
    public let status: FileStatus
    public let kind: Kind

    public init(status: FileStatus, kind: Kind) {
        self.status = status
        self.kind = kind
    }
}

/// A step of sshd's reading.
public enum ReadingStep: Sendable, Hashable {
    /// It came to an `Include` of this pattern.
    case include(RawText)
    /// It began to read a file that the pattern means.
    case file(RawText)
    /// It took a line of a file for its global settings.
    case setting(RawText, line: Int)
}

/// The file that sshd begins with, and the folder of further ones beside it.
public struct MainFile: Sendable, Hashable {
    public enum DropIn: Sendable, Hashable {
        /// - Parameter hasFolder: whether the folder that it would lie in is there.
        case absent(hasFolder: Bool)
        case regular([UInt8])
        /// Something else has its name: a link, a folder, or more than is read.
        case odd
    }

    /// As sshd was told.
    public let path: RawText
    /// By its real name, links followed.
    public let folder: String
    /// Nil where it is a link, cannot be read, or is larger than is read.
    public let bytes: [UInt8]?
    public let status: FileStatus?
    /// Our own file, in ``dropInFolder``.
    public let dropIn: DropIn

    public var dropInFolder: String { folder + "/sshd_config.d" }
    public var dropInPath: String { dropInFolder + "/" + PolicyDropIn.name }
    var name: String { String(decoding: path.bytes.split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self) }

    public init(path: RawText, folder: String, bytes: [UInt8]?, status: FileStatus?, dropIn: DropIn) {
        self.path = path
        self.folder = folder
        self.bytes = bytes
        self.status = status
        self.dropIn = dropIn
    }
}
