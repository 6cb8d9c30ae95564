/// Which of the known words a misspelt one was probably meant to be.
enum Spelling {
    /// Nil where nothing is near: at most two slips, and fewer than half of the letters. A word that is only in the
    /// wrong case, or lacks its hyphens, counts as near.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let written = Array(word.utf8.prefix(65))
        guard !written.isEmpty, written.count <= 64 else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in candidates where candidate.utf8.count <= 64 && candidate != word {
            let distance = distance(folded(written), folded(Array(candidate.utf8)))
            let slips = min(2, (written.count - 1) / 2)
            if distance <= slips, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }.map {
            Characters.isUpper($0) ? $0 | 0x20 : $0
        }
    }

    /// Insertions, deletions, replacements, and swaps of neighbours (optimal string alignment), each counting one.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
