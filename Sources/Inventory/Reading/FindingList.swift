/// Findings as they are collected: bounded, since a hostile file could have one in every byte.
struct FindingList {
    /// Beyond these nobody reads.
    static let limit = 200

    let file: String
    private var found: [Finding] = []
    private var omitted = 0

    init(file: String) { self.file = file }

    var isEmpty: Bool { found.isEmpty }

    mutating func add(_ place: Place, value: String? = nil, rule: String, suggestion: String? = nil) {
        guard found.count < Self.limit else { return omitted += 1 }
        found.append(
            Finding(
                file: file, at: place, value: value, rule: rule, suggestion: suggestion.map { Excerpt.escaped($0) }))
    }

    mutating func append(contentsOf others: FindingList) {
        let taken = others.found.prefix(max(0, Self.limit - found.count))
        found += taken
        omitted += others.omitted + others.found.count - taken.count
    }

    /// By position; those of one place in the order they were found.
    var sorted: [Finding] {
        var sorted = found.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }.map(\.element)
        if omitted > 0, let last = sorted.last {
            let place = Place(position: Position(line: last.line, column: last.column), path: "")
            sorted.append(
                Finding(file: file, at: place, value: nil, rule: "and \(omitted) more findings", suggestion: nil))
        }
        return sorted
    }
}
