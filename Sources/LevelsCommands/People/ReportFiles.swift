import Files
import Fleet

/// Where the evidence goes, by the ending of the name that was given.
struct ReportFiles: Sendable {
    let json: String?
    let page: String?

    /// Refuses a place where nothing can be written, before anything is done.
    init(_ name: String) throws(CommandFailure) {
        switch true {
        case name.hasSuffix(".json"): (json, page) = (name, nil)
        case name.hasSuffix(".html"): (json, page) = (nil, name)
        default: (json, page) = (name + ".json", name + ".html")
        }
        for file in name.isEmpty ? [name] : [json, page].compactMap(\.self) { try NewFile.check(file, for: "--report") }
    }

    func write(_ report: DepartureReport) throws(CommandFailure) {
        do throws(WholeFile.Failure) {
            if let json {
                let line = EventJSON.event("offboarded", report.fact.members).line
                try WholeFile.write(Array((line + "\n").utf8), to: json)
            }
            if let page { try WholeFile.write(Array(report.page.utf8), to: page) }
        } catch {
            throw .roster(
                "the report \(error.path) cannot be written: \(error.reason)",
                hint: "make room there, and run the same again: it finds what is done, and reports it")
        }
    }
}
