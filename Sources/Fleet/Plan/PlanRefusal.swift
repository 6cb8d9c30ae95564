public import AuthorizedKeys
internal import Inventory

/// Why a change is not made, though there is one to make.
public enum PlanRefusal: Error, Sendable, Hashable {
    /// Nobody is in the roster: that would empty every account.
    case emptyRoster
    /// Fewer admins in the roster than must survive.
    case fewAdmins(Int)
    /// Fewer admins' keys would be in force in this admin account than must survive.
    case fewAdminsLeft(user: String, Int)
    /// The key that the operator has logged in with would no longer be taken.
    case ownKeyGoing(user: String)
    /// More than a quarter of an account's keys, and more than was allowed.
    case manyRemovals(user: String, going: Int, of: Int)
    /// Somebody else is changing the machine. Age in seconds.
    case busy(holder: RawText, age: Int64?)
    case noAccount(user: String)
    case noHome(user: String, RawText)
    /// sshd reads no file for the account.
    case noKeysFile(user: String)
    case file(user: String, path: RawText, FileProblem)
    /// The whitelist is too long for `from=`, and nothing else there holds it: the keys would be taken from anywhere.
    case openToAll(user: String)
    /// About who may come to a bastion.
    case guarding(GuardRefusal)
    /// About how its sshd lets people in.
    case policy(PolicyRefusal)

    public enum FileProblem: Sendable, Hashable {
        case symlink(to: RawText)
        case directory, special, unreadable, immutable
        /// In bytes.
        case tooLarge(Int64)
        case tooManyLines
        case noFolder
        /// The number of who owns it.
        case ownedByOther(UInt32)
        /// Bytes that are free.
        case noRoom(Int64)
    }

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .emptyRoster: "nobody is in the roster: every account would be emptied"
        case .fewAdmins(let count):
            "the roster has \(counted(count, "admin")): at least \(Roster.fewestAdmins) must survive"
        case .fewAdminsLeft(let user, let count):
            "the keys of \(counted(count, "admin")) would be in force in \(user): at least \(Roster.fewestAdmins) must survive"
        case .ownKeyGoing(let user): "your own key would go from \(user): you would lock yourself out"
        case .manyRemovals(let user, let going, let all):
            "\(going) of the \(all) keys of \(user) would go: more than a quarter"
        case .busy(let holder, let age):
            "\(holder.isEmpty ? "somebody" : holder.escaped(limit: 80)) is changing this machine"
                + (age.map { ", since \(Self.words(seconds: $0))" } ?? "")
        case .noAccount(let user): "the machine has no account \(user)"
        case .noHome(let user, let home): "the home of \(user) does not exist: \(home.escaped(limit: 120))"
        case .noKeysFile(let user): "sshd reads keys of \(user) from no file"
        case .file(_, let path, let problem): "\(path.escaped(limit: 120)) \(problem.message)"
        case .openToAll(let user):
            "the whitelist is too long for from= (\(Sources.longest) bytes), and nothing else there holds it: "
                + "keys of \(user) would be taken from anywhere"
        case .guarding(let refusal): "whitelist: \(refusal.message)"
        case .policy(let refusal): "login: \(refusal.message)"
        }
    }

    public var hint: String {
        switch self {
        case .emptyRoster: "is keys/ the folder you meant? levels-ssh people shows who is in it"
        case .fewAdmins: "give somebody admin: true in keys/"
        case .fewAdminsLeft: "look at the lines that are ignored: levels-ssh plan"
        case .ownKeyGoing: "let another admin apply this, or put your key into keys/"
        case .manyRemovals(_, let going, _): "if that is meant: --max-removals \(going)"
        case .busy: "wait for them, or ask them"
        case .noAccount(let user): "useradd -m \(user) there, or in its image"
        case .noHome(let user, _): "mkhomedir_helper \(user) there, or in its image"
        case .noKeysFile: "look at AuthorizedKeysFile: sshd -T there"
        case .file(_, _, let problem): problem.hint
        case .openToAll: "let its packet filter hold it first: nftables there, and apply without --only"
        case .guarding(let refusal): refusal.hint
        case .policy(let refusal): refusal.hint
        }
    }

    static func words(seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7200: "\(seconds / 60) min"
        default: "\(seconds / 3600) h"
        }
    }
}

extension PlanRefusal.FileProblem {
    /// Whether sshd may find lines there that we have not seen.
    var hidesLines: Bool {
        switch self {
        case .symlink, .special, .unreadable, .tooLarge, .tooManyLines: true
        case .directory, .immutable, .noFolder, .ownedByOther, .noRoom: false
        }
    }

    public var message: String {
        switch self {
        case .symlink(let target): "is a link to \(target.escaped(limit: 120))"
        case .directory: "is a folder"
        case .special: "is no regular file"
        case .unreadable: "cannot be read"
        case .immutable: "is immutable"
        case .tooLarge(let bytes): "is too large: \(bytes) bytes"
        case .tooManyLines: "has too many lines"
        case .noFolder: "lies in a folder that does not exist"
        case .ownedByOther(let user): "belongs to somebody else (id \(user))"
        case .noRoom(let bytes): "lies on a full disk: \(bytes) bytes are free"
        }
    }

    public var hint: String {
        switch self {
        case .symlink: "put a file in the place of the link: sshd reads whatever that leads to"
        case .directory, .special: "find out what put it there, and move it away"
        case .unreadable: "let the admin account use sudo, in levels.yaml too"
        case .immutable: "chattr -i it, if nobody meant it to be so"
        case .tooLarge, .tooManyLines: "find out what wrote so much into it, and take it out by hand"
        case .noFolder: "make the folder there, 0755 and root's"
        case .ownedByOther: "chown it to the account"
        case .noRoom: "make room there: df -h"
        }
    }
}
