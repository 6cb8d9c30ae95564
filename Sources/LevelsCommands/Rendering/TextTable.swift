/// Rows as lines, in columns that are as wide as they must be, two blanks apart.
enum TextTable {
    /// What a column that is cut keeps, whatever it is cut to.
    private static let leastKept = 12

    /// - Parameters:
    ///   - rows: all of one length; what came from outside is escaped.
    ///   - cutting: columns that may be cut so that a line is no wider than `width`, the first of them before the next. What
    ///     the others need they have all the same.
    ///   - width: nil for as much as there is.
    static func lines(_ rows: [[String]], cutting: [Int] = [], to width: Int? = nil) -> [String] {
        guard let columns = rows.first?.indices else { return [] }
        var widths = columns.map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        if let width {
            for column in cutting {
                let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
                widths[column] -= min(max(0, excess), max(0, widths[column] - leastKept))
            }
        }
        return rows.map { row in
            var line = ""
            for column in columns {
                let cell = cut(row[column], to: widths[column])
                line += cell
                guard column < columns.count - 1 else { break }
                line += String(repeating: " ", count: widths[column] - cell.unicodeScalars.count + 2)
            }
            return line
        }
    }

    private static func cut(_ text: String, to width: Int) -> String {
        guard text.unicodeScalars.count > width else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(width - 3))) + "..."
    }
}
