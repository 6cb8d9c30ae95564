import Journal

/// The journal for people: a row a tunnel or change, in columns that are as wide as they must be.
struct LogReport {
    fileprivate struct Row {
        var time = ""
        var who = "-"
        var what = ""
        var place = "-"
        var route = "-"
        var took = "-"
        var bytes = "-"
        var end = ""
        var reason = "-"
        /// What was going to be done, which was done: others tell of it.
        var isOver = false

        var cells: [String] { [time, who, what, place, route, took, bytes, end, reason] }
    }

    private var rows: [Row] = []
    /// Where the row of a tunnel, a session or the beginning of a change is.
    private var places: [String: Int] = [:]

    mutating func take(_ line: JournalLine) {
        let entry = line.entry
        switch entry.event {
        case "tunnel_opening", "tunnel_up", "tunnel_closed": takeTunnel(entry)
        case "session_opening", "session_closed": takeSession(entry)
        case "change_beginning": takeBeginning(entry)
        case "change": takeChange(entry)
        default: rows.append(Row(time: entry.time, who: entry.text("who") ?? "-", what: entry.event))
        }
    }

    private mutating func takeTunnel(_ entry: JournalEntry) {
        let index = place(of: entry.text("tunnel"), what: "tunnel", entry)
        switch entry.event {
        case "tunnel_opening": rows[index].end = "not opened"
        case "tunnel_up":
            rows[index].route = "\(entry.text("bastion") ?? "?") > \(entry.text("host") ?? "?")"
            rows[index].end = "not closed"
        default:
            rows[index].takeEnd(of: entry)
            rows[index].end = entry.text("end") ?? "?"
            if let cause = entry.text("cause") { rows[index].end += ": " + cause }
            if rows[index].end == "signal", let exit = entry.number("exit") { rows[index].end += " \(exit - 128)" }
        }
    }

    private mutating func takeSession(_ entry: JournalEntry) {
        let index = place(of: entry.text("session"), what: "session", entry)
        if let command = entry.text("command") {
            rows[index].what = command + (entry.text("program").map { ": " + $0 } ?? "")
        }
        guard entry.event == "session_closed" else { return }
        let (hosts, routes) = (entry.texts("hosts"), entry.texts("routes"))
        let way = routes.isEmpty ? hosts : routes
        rows[index].route =
            way.count > 3 ? "\(way.count) \(routes.isEmpty ? "hosts" : "routes")" : way.joined(separator: ", ")
        if way.isEmpty { rows[index].route = "-" }
        rows[index].takeEnd(of: entry)
        rows[index].end = "exit \(entry.number("exit") ?? 0)" + (entry.text("cause").map { ": " + $0 } ?? "")
        // Where a client of a SOCKS proxy went is known at the end alone.
        let targets = entry.texts("targets")
        if rows[index].what.hasSuffix("> socks"), !targets.isEmpty {
            let others = Int64(targets.count) - 3 + (entry.number("more_targets") ?? 0)
            let first = targets.prefix(3).joined(separator: ", ")
            rows[index].what += ": " + first + (others > 0 ? ", \(others) more" : "")
        }
    }

    /// The row of a tunnel or a session, a new one where there is none, with what every line of it may say.
    private mutating func place(of id: String?, what: String, _ entry: JournalEntry) -> Int {
        let id = id ?? ""
        let index = places[id] ?? rows.count
        if index == rows.count {
            places[id] = index
            rows.append(Row(time: entry.time, what: what, end: "not closed"))
        }
        if let who = entry.text("who") { rows[index].who = who }
        if let reason = entry.text("reason") { rows[index].reason = reason }
        if let environment = entry.text("env"), rows[index].place == "-" {
            rows[index].place = environment + (entry.text("database").map { "/" + $0 } ?? "")
        }
        return index
    }

    /// Stays where it is until a machine is told of: a command that was killed has told of none.
    private mutating func takeBeginning(_ entry: JournalEntry) {
        places[entry.text("change") ?? ""] = rows.count
        let environments = entry.texts("envs")
        rows.append(
            Row(
                time: entry.time, who: entry.text("who") ?? "-", what: entry.text("command") ?? "change",
                place: environments.isEmpty ? "-" : environments.joined(separator: ", "), end: "not ended",
                reason: entry.text("reason") ?? "-"))
    }

    private mutating func takeChange(_ entry: JournalEntry) {
        var row = Row(time: entry.time, what: entry.text("command") ?? "change", end: entry.text("outcome") ?? "?")
        row.who = entry.text("who") ?? "-"
        row.place = entry.text("machine") ?? "-"
        if let beginning = places[entry.text("change") ?? ""] {
            rows[beginning].isOver = true
            row.reason = rows[beginning].reason
        }
        rows.append(row)
    }

    /// - Parameter width: of the terminal; nil where there is none, and nothing is cut.
    func table(width: Int? = nil) -> [String] {
        let heads = ["TIME", "WHO", "WHAT", "WHERE", "ROUTE", "TOOK", "IN / OUT", "END", "REASON"]
        let cells = [heads] + rows.lazy.filter { !$0.isOver }.map { $0.cells.map(Escaped.text) }
        return TextTable.lines(cells, cutting: [7, 8], to: width)
    }
}

extension LogReport.Row {
    fileprivate mutating func takeEnd(of entry: JournalEntry) {
        took = Duration.milliseconds(entry.number("duration_ms") ?? 0).words
        guard entry.number("received_bytes") != nil else { return }
        bytes = ["received_bytes", "sent_bytes"].map {
            ByteCount(bytes: UInt64(clamping: entry.number($0) ?? 0)).words
        }.joined(separator: " / ")
    }
}
