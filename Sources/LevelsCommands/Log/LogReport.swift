import Journal

/// The journal for people: a row a tunnel or change, in columns that are as wide as they must be.
struct LogReport {
    private struct Row {
        var time = ""
        var who = "-"
        var what = ""
        var place = "-"
        var route = "-"
        var took = "-"
        var bytes = "-"
        var end = ""
        var reason = "-"

        var cells: [String] { [time, who, what, place, route, took, bytes, end, reason] }
    }

    private var rows: [Row] = []
    /// Where the row of a tunnel is.
    private var tunnels: [String: Int] = [:]

    mutating func take(_ line: JournalLine) {
        let entry = line.entry
        switch entry.event {
        case "tunnel_opening", "tunnel_up", "tunnel_closed": takeTunnel(entry)
        case "session_opening", "session_closed": takeSession(entry)
        case "change": takeChange(entry)
        default: rows.append(Row(time: entry.time, what: entry.event))
        }
    }

    private mutating func takeTunnel(_ entry: JournalEntry) {
        let id = entry.text("tunnel") ?? ""
        let index = tunnels[id] ?? rows.count
        if index == rows.count {
            tunnels[id] = index
            rows.append(Row(time: entry.time, what: "tunnel", end: "not closed"))
        }
        func update(_ change: (inout Row) -> Void) { change(&rows[index]) }
        update { row in
            if let who = entry.text("who") { row.who = who }
            if let environment = entry.text("env"), row.place == "-" {
                row.place = environment + (entry.text("database").map { "/" + $0 } ?? "")
            }
            if let reason = entry.text("reason") { row.reason = reason }
        }
        switch entry.event {
        case "tunnel_opening": update { $0.end = "not opened" }
        case "tunnel_up":
            update {
                $0.route = "\(entry.text("bastion") ?? "?") > \(entry.text("host") ?? "?")"
                $0.end = "not closed"
            }
        default:
            update { row in
                row.took = Duration.milliseconds(entry.number("duration_ms") ?? 0).words
                let amounts = ["received_bytes", "sent_bytes"].map { UInt64(clamping: entry.number($0) ?? 0) }
                row.bytes = amounts.map { ByteCount(bytes: $0).words }.joined(separator: " / ")
                row.end = entry.text("end") ?? "?"
                if let cause = entry.text("cause") { row.end += ": " + cause }
                if row.end == "signal", let exit = entry.number("exit") { row.end += " \(exit - 128)" }
            }
        }
    }

    private mutating func takeSession(_ entry: JournalEntry) {
        let id = entry.text("session") ?? ""
        let index = tunnels[id] ?? rows.count
        if index == rows.count {
            tunnels[id] = index
            rows.append(Row(time: entry.time, what: "session", end: "not closed"))
        }
        func update(_ change: (inout Row) -> Void) { change(&rows[index]) }
        update { row in
            if let who = entry.text("who") { row.who = who }
            if let reason = entry.text("reason") { row.reason = reason }
            if let command = entry.text("command") {
                row.what = command + (entry.text("program").map { ": " + $0 } ?? "")
            }
            if let environment = entry.text("env"), row.place == "-" { row.place = environment }
            guard entry.event == "session_closed" else { return }
            let hosts = entry.texts("hosts")
            row.route = hosts.count > 3 ? "\(hosts.count) hosts" : hosts.isEmpty ? "-" : hosts.joined(separator: ", ")
            row.took = Duration.milliseconds(entry.number("duration_ms") ?? 0).words
            row.end = "exit \(entry.number("exit") ?? 0)" + (entry.text("cause").map { ": " + $0 } ?? "")
        }
    }

    private mutating func takeChange(_ entry: JournalEntry) {
        var row = Row(time: entry.time, what: entry.text("command") ?? "change", end: entry.text("outcome") ?? "?")
        row.who = entry.text("who") ?? "-"
        row.place = entry.text("machine") ?? "-"
        rows.append(row)
    }

    var table: [String] {
        let heads = ["TIME", "WHO", "WHAT", "WHERE", "ROUTE", "TOOK", "IN / OUT", "END", "REASON"]
        let cells = [heads] + rows.map { $0.cells.map(Escaped.text) }
        let widths = heads.indices.map { column in cells.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        return cells.map { row in
            var line = ""
            for column in heads.indices {
                line += row[column]
                guard column < heads.count - 1 else { break }
                line += String(repeating: " ", count: widths[column] - row[column].unicodeScalars.count + 2)
            }
            return line
        }
    }
}
