/// What changes between two versions of a file, as `diff -u` writes it (POSIX, diff(1)), in one hunk with three lines
/// around it.
enum UnifiedDiff {
    static let context = 3

    static func lines(_ name: String, from old: [UInt8]?, to new: [UInt8]?) -> [String] {
        let (before, after) = (split(old ?? []), split(new ?? []))
        let script = script(before, after)
        guard let first = script.firstIndex(where: { $0.mark != " " }),
            let last = script.lastIndex(where: { $0.mark != " " })
        else { return [] }
        let start = max(0, first - context)
        let shown = script[start...min(script.count - 1, last + context)]
        let heads = [
            "--- " + (old == nil ? "/dev/null" : "a/" + name), "+++ " + (new == nil ? "/dev/null" : "b/" + name),
            "@@ -\(range(start, shown.count { $0.mark != "+" })) +\(range(start, shown.count { $0.mark != "-" })) @@",
        ]
        return heads + shown.map { $0.mark + $0.text }
    }

    /// What is in front of the hunk is the same in both, so both begin at the same line.
    private static func range(_ start: Int, _ count: Int) -> String { "\(count == 0 ? start : start + 1),\(count)" }

    private static func script(_ before: [String], _ after: [String]) -> [(mark: String, text: String)] {
        let difference = after.difference(from: before)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var script: [(mark: String, text: String)] = []
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if removed.contains(left) {
                script.append(("-", before[left]))
                left += 1
            } else if inserted.contains(right) {
                script.append(("+", after[right]))
                right += 1
            } else {
                script.append((" ", before[left]))
                left += 1
                right += 1
            }
        }
        return script
    }

    private static func split(_ bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
