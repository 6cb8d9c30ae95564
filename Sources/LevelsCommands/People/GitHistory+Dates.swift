import Fleet

extension GitHistory {
    /// A version of a file, and since when it is the one that holds.
    struct Dated: Sendable {
        /// By the committer's clock.
        let at: UTCTime
        /// Nil where the file was not there.
        let bytes: [UInt8]?
    }

    /// The versions of a file with their times, newest first, and whether the last of them is the first that ever was; nil
    /// where git has none to give.
    static func dated(
        _ name: String, in folder: String, atMost most: Int
    ) async -> (versions: [Dated], isWhole: Bool)? {
        guard !name.utf8.contains(UInt8(ascii: "\n")),
            case .said(let listed) = await git(
                ["rev-list", "--timestamp", "--max-count=\(most)", "HEAD", "--", "./" + name], in: folder)
        else { return nil }
        let commits = String(decoding: listed, as: UTF8.self).split(separator: "\n").compactMap(commit)
        let asked = commits.map { "\($0.hash):./\(name)\n" }.joined()
        guard !commits.isEmpty,
            case .said(let found) = await git(["cat-file", "--batch"], in: folder, input: Array(asked.utf8)),
            let answers = answers(found), answers.count == commits.count,
            case .said(let shallow) = await git(["rev-parse", "--is-shallow-repository"], in: folder)
        else { return nil }
        return (
            zip(commits, answers).map { Dated(at: $0.at, bytes: $1) },
            commits.count < most && shallow.starts(with: "false".utf8)
        )
    }

    /// `<seconds> <hash>`
    private static func commit(_ line: Substring) -> (at: UTCTime, hash: Substring)? {
        let words = line.split(separator: " ")
        guard words.count == 2, let seconds = Int64(words[0]), words[1].utf8.count >= 40,
            words[1].allSatisfy(\.isHexDigit)
        else { return nil }
        return (UTCTime(seconds), words[1])
    }
}
