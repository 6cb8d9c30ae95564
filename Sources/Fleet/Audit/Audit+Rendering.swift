import Inventory

/// An audit for people, for programs, and to keep.
extension Audit {
    /// Lines for a terminal, not escaped: what is as declared is counted, not listed, but for the whitelist, which somebody
    /// is to look through.
    public var text: [String] {
        var lines: [String] = []
        for area in AuditLine.Area.allCases {
            let all = self.lines(area)
            let good = all.count { $0.verdict == .asDeclared }
            lines.append(
                "\(area.title): \(good) as declared, \(all.count { $0.verdict == .differs }) different, "
                    + "\(all.count { $0.verdict == .notMeasured }) not measured")
            for line in all where line.verdict != .asDeclared || area == .whitelist {
                lines.append(
                    "  \(line.subject): declared \(line.declared); \(line.verdict.words): \(line.measured)")
            }
        }
        lines.append(
            "Access: \(counted(matrix.rows.count, "person", "people")), "
                + counted(matrix.environments.count, "environment"))
        return lines + ["Scope: \(scope.words)", summary]
    }

    var summary: String {
        "\(count(.asDeclared)) as declared, \(count(.differs)) different, \(count(.notMeasured)) not measured, "
            + "\(count(.advised)) advised only, \(count(.declared)) declared only"
    }

    public var fact: Fact {
        .record([
            "source": .text(origin.source), "began": .text(began.description), "ended": .text(ended.description),
            "origin": origin.fact, "scope": scope.fact,
            "access": .list(
                matrix.rows.map { row in
                    .record([
                        "person": .text(row.person), "name": .text(row.name),
                        "environments": .record(
                            zip(matrix.environments, row.ways).map { Fact.Member(name: $0, value: .text($1)) }),
                        "until": row.until.map { .text($0.description) }, "from": .text(row.from),
                        "keys": .list(row.keys.map { .text($0) }),
                    ])
                }),
            "lines": .list(
                lines.map { line in
                    .record([
                        "area": .text(line.area.rawValue), "subject": .text(line.subject),
                        "declared": .text(line.declared), "measured": .text(line.measured),
                        "verdict": .text(line.verdict.rawValue),
                        "evidence": .list(line.evidence.map { .text($0.name) }),
                    ])
                }), "whitelistBy": .text(isByAge ? "age" : "end"), "isolation": isolation.fact,
            "notes": .list(Self.disclaimers.map { .text($0) }), "exit": .number(Int64(exit.rawValue)),
        ])
    }

    /// One page to keep, or to print.
    public var page: String {
        var page = Page(title: "Access audit")
        page.paragraph("Scope: \(scope.words).", scope.isWhole ? .plain : .open)
        page.paragraph("Declared in \(origin.source). Measured from \(began) to \(ended).")
        page.paragraph(summary, exit == .done ? .good : count(.differs) > 0 ? .bad : .open)
        for sentence in Self.disclaimers { page.paragraph(sentence) }
        page.table(
            ["Made", ""],
            [
                ["by", .init(origin.by)], ["with", .init("levels-ssh \(origin.version)")],
                ["of levels.yaml, SHA-256", .init(origin.inventoryHash)],
                ["of keys/, SHA-256", .init(origin.rosterHash)],
                ["the latter again by", .init(AuditOrigin.recipe)],
            ], orSay: "")
        page.heading("Who may reach what")
        page.table(
            ["Person", "Name"] + matrix.environments + ["Until", "From", "Keys"],
            matrix.rows.map { row in
                [.init(row.person), .init(row.name)] + row.ways.map { Page.Cell($0) }
                    + [
                        .init(row.until?.description ?? "-"), .init(row.from),
                        .init(row.keys.joined(separator: " ")),
                    ]
            }, orSay: "Nobody is in the roster.")
        for area in AuditLine.Area.allCases {
            page.heading(area.title)
            page.paragraph("Evidence for " + area.evidence.map(\.name).joined(separator: ", ") + ".")
            if area == .whitelist {
                page.paragraph(
                    isByAge
                        ? "By age, the oldest entry first, as the history of levels.yaml has it."
                        : "By end, since the history of levels.yaml was not at hand.")
            }
            let lines = lines(area)
            // Where lines are evidence for different things, each says for which.
            let hasOwn = lines.contains { $0.evidence != area.evidence }
            page.table(
                ["What", "Declared", "Measured", "Verdict"] + (hasOwn ? ["Evidence"] : []),
                lines.map { line in
                    [
                        .init(line.subject), .init(line.declared), .init(line.measured),
                        .init(line.verdict.words, line.verdict.mood),
                    ] + (hasOwn ? [.init(line.evidence.map(\.name).joined(separator: ", "))] : [])
                }, orSay: "Nothing was looked at.")
        }
        return page.html
    }
}

extension AuditLine.Verdict {
    fileprivate var mood: Page.Mood {
        switch self {
        case .asDeclared: .good
        case .differs: .bad
        case .notMeasured: .open
        case .advised, .declared: .plain
        }
    }
}
