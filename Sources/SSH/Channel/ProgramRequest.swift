/// What is to run on a channel (RFC 4254, section 6).
public struct ProgramRequest: Sendable {
    public enum Program: Sendable {
        /// Handed to the account's login shell.
        case command([UInt8])
        /// The login shell itself.
        case shell
        case subsystem(String)

        var name: String {
            switch self {
            case .command: "exec"
            case .shell: "shell"
            case .subsystem: "subsystem"
            }
        }

        var argument: [UInt8]? {
            switch self {
            case .command(let bytes): bytes
            case .shell: nil
            case .subsystem(let name): Array(name.utf8)
            }
        }
    }

    public struct Variable: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public var program: Program
    public var terminal: TerminalRequest?
    /// A server takes the variables that it is told to take, and no others; nothing is said of the rest.
    public var environment: [Variable] = []

    /// Bytes that the server may send unasked, where that is not to be measured by what the path could carry: what is under
    /// way to a terminal cannot be called back.
    public var window: Int?

    public init(_ program: Program) {
        self.program = program
    }
}

/// A terminal for a program (RFC 4254, section 6.2).
public struct TerminalRequest: Sendable {
    /// `TERM`. Cut short where it is longer than any there is: libssh2 sends no more than 256 bytes of this and the modes.
    public let type: String
    public let size: TerminalSize
    /// As section 8 encodes them; at most 190 bytes.
    public let modes: [UInt8]

    public init(type: String, size: TerminalSize, modes: [UInt8]) {
        self.type = String(decoding: type.utf8.prefix(60), as: UTF8.self)
        self.size = size
        self.modes = modes.count <= 190 ? modes : [0]
    }
}

public struct TerminalSize: Sendable, Hashable {
    public var columns: UInt16
    public var rows: UInt16
    /// In pixels; 0 where that is not known.
    public var width: UInt16
    public var height: UInt16

    public init(columns: UInt16, rows: UInt16, width: UInt16 = 0, height: UInt16 = 0) {
        self.columns = columns
        self.rows = rows
        self.width = width
        self.height = height
    }
}

/// What can be asked of a program that runs on a channel, and is not answered.
enum ProgramNotice: Sendable {
    /// RFC 4254, section 6.7.
    case size(TerminalSize)
    /// Section 6.9; a name without SIG.
    case signal(String)
}
