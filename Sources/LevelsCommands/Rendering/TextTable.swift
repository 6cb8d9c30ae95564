/// Rows as lines, in columns that are as wide as they must be, two blanks apart.
enum TextTable {
    /// - Parameter rows: all of one length; what came from outside is escaped.
    static func lines(_ rows: [[String]]) -> [String] {
        guard let columns = rows.first?.indices else { return [] }
        let widths = columns.map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for column in columns {
                line += row[column]
                guard column < columns.count - 1 else { break }
                line += String(repeating: " ", count: widths[column] - row[column].unicodeScalars.count + 2)
            }
            return line
        }
    }
}
