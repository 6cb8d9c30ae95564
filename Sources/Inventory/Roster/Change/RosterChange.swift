internal import Files

/// A change of the roster: files that become others, come or go. It is shown as a diff before it is made.
public struct RosterChange: Sendable, Equatable {
    public struct Edit: Sendable, Equatable {
        public let name: String
        /// Nil where there is no such file.
        public let old: [UInt8]?
        /// Nil where there is to be none.
        public let new: [UInt8]?
    }

    /// Why it was not made, or not to its end.
    public enum Failure: Error, Sendable, Equatable {
        /// `reason` is the system's.
        case unwritable(path: String, reason: String)
        /// Somebody has changed the file meanwhile.
        case differs(path: String)

        /// Lower case, no final stop.
        public var message: String {
            switch self {
            case .unwritable(let path, let reason): "\(Excerpt.escaped(path)) cannot be written: \(reason)"
            case .differs(let path): "\(Excerpt.escaped(path)) was changed by somebody else meanwhile"
            }
        }

        public var hint: String {
            switch self {
            case .unwritable: "check that there is room, and that you may write there; then run the same again"
            case .differs: "look at it, and run the same again"
            }
        }
    }

    public let before: RosterFiles
    /// In the order in which they are made.
    public let edits: [Edit]

    init(_ before: RosterFiles, _ wanted: [(name: String, new: [UInt8]?)]) {
        self.before = before
        edits = wanted.map { Edit(name: $0.name, old: before.files[$0.name], new: $0.new) }
            .filter { $0.old != $0.new }
    }

    public var isNothing: Bool { edits.isEmpty }
    public var after: RosterFiles { before.changed(edits) }

    /// What `diff -u` would say, line by line; not escaped.
    public var diff: [String] {
        edits.flatMap { UnifiedDiff.lines(Roster.folderName + "/" + $0.name, from: $0.old, to: $0.new) }
    }

    /// Makes it, a file at a time and each whole or not at all. Killed in between, or without room, the same command finds
    /// the same change again, or what is left of it.
    public func write() throws(Failure) {
        for edit in edits {
            let path = before.folder + "/" + edit.name
            let found: [UInt8]?
            do throws(BoundedFile.Failure) {
                found = try BoundedFile.read(path, followsLinks: false, limit: RosterLimits.revokedFile).bytes
            } catch .missing {
                found = nil
            } catch {
                throw .differs(path: path)
            }
            guard found == edit.old else { throw .differs(path: path) }
            do throws(WholeFile.Failure) {
                if let new = edit.new { try WholeFile.write(new, to: path) } else { try WholeFile.remove(path) }
            } catch {
                throw .unwritable(path: error.path, reason: error.reason)
            }
        }
    }
}
