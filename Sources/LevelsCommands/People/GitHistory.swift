import Inventory
import Subprocess

#if canImport(Darwin)
    import System
#else
    import SystemPackage
#endif

/// What git remembers of a file: every version of it that led to the commit that is checked out.
///
/// By plumbing commands, which run no pager, no hook and no program that a configuration names. Renames are not followed:
/// a file that resembles another one is not its history.
struct GitHistory: Sendable {
    /// Fit for a terminal: why there are no versions, or fewer than there were; nil where there is nothing to say.
    var note: String?
    var versions: [[UInt8]] = []

    static let mostVersions = 2000
    static let largest = 64 << 20

    /// - Parameters:
    ///   - folder: absolute.
    ///   - name: of a file in it, or that was in it; a plain name.
    static func read(_ name: String, in folder: String) async -> GitHistory {
        let listed = await git(["rev-list", "--max-count=\(mostVersions)", "HEAD", "--", "./" + name], in: folder)
        let commits: [String]
        switch listed {
        case .absent: return GitHistory(note: "git is not installed: keys that were in the file earlier are not known")
        case .failed: return GitHistory(note: "keys/ is in no git repository with a commit: earlier keys are not known")
        case .tooMuch: return GitHistory(note: "git did not come to an end: earlier keys are not known")
        case .said(let bytes):
            commits = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
                .filter { $0.utf8.count >= 40 && $0.allSatisfy(\.isHexDigit) }
        }
        guard !commits.isEmpty else { return GitHistory() }
        let asked = commits.map { "\($0):./\(name)\n" }.joined()
        guard case .said(let found) = await git(["cat-file", "--batch"], in: folder, input: Array(asked.utf8)),
            let versions = objects(found)
        else { return GitHistory(note: "git could not be read to its end: earlier keys are not known") }
        var history = GitHistory(versions: versions)
        if commits.count == mostVersions { history.note = "git knows more than \(mostVersions) changes of \(name)" }
        if case .said(let word) = await git(["rev-parse", "--is-shallow-repository"], in: folder),
            word.starts(with: "true".utf8)
        {
            history.note = "git's history is cut off here (a shallow clone): earlier keys may be missing"
        }
        return history
    }

    static func objects(_ bytes: [UInt8]) -> [[UInt8]]? { answers(bytes)?.compactMap(\.self) }

    /// `<hash> blob <size>`, that many bytes and a line feed; or `<what was asked> missing`, which is nil, as is what is no
    /// file. Nil as a whole for anything else.
    static func answers(_ bytes: [UInt8]) -> [[UInt8]?]? {
        var objects: [[UInt8]?] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[(end + 1)...]
            if words.last == "missing" {
                objects.append(nil)
                continue
            }
            guard words.count == 3, let size = Int(words[2]), size >= 0, size < rest.count else { return nil }
            objects.append(words[1] == "blob" ? Array(rest.prefix(size)) : nil)
            rest = rest.dropFirst(size + 1)
        }
        return rest.isEmpty ? objects : nil
    }

    enum Said { case said([UInt8]), failed, absent, tooMuch }

    static func git(_ words: [String], in folder: String, input: [UInt8] = []) async -> Said {
        let arguments = ["-C", folder, "--no-pager", "--literal-pathspecs", "--no-replace-objects"] + words
        let environment = Subprocess.Environment.inherit.updating([
            "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0",
        ])
        let said = await withTimeLimit(.seconds(60)) { () -> Said in
            do {
                let result = try await run(
                    .name("git"), arguments: Arguments(arguments), environment: environment, input: .array(input),
                    output: .bytes(limit: largest), error: .discarded)
                return result.terminationStatus == .exited(0) ? .said(result.standardOutput) : .failed
            } catch let error as SubprocessError where error.code == .executableNotFound {
                return .absent
            } catch {
                return .tooMuch
            }
        }
        return said ?? .tooMuch
    }
}
