internal import AuthorizedKeys
internal import Inventory

/// The ledger as a file: YAML, one debt a line, all members in double quotes and in one order, sorted, so that a commit of
/// it shows what was owed and what was paid, and two branches of it merge.
///
/// Read strictly: what is not written by us in exactly this form is refused, with its line. Who edits it by hand may take
/// lines out.
enum LedgerText {
    static let head = """
        # What is still owed: keys to be taken out of accounts or put into them, and sessions to be ended, where that could
        # not be done so far. levels-ssh writes this file, and every apply pays what it can. Commit it.

        """
    private static let names = ["kind", "vpc", "host", "account", "key", "since", "tried", "why"]

    static func render(_ ledger: Ledger) -> [UInt8] {
        var text = head
        for debt in ledger.debts {
            let claim = debt.claim
            let values = [
                claim.kind.rawValue, claim.vpc, claim.host.description, claim.account, claim.key,
                debt.since.description, debt.tried.description, shown(debt.why),
            ]
            let members = zip(names, values).map { "\($0): \(quoted($1))" }
            text += "- { \(members.joined(separator: ", ")) }\n"
        }
        return Array(text.utf8)
    }

    /// A reason as it is kept: one short line in which nothing is obeyed. Of what it gives, it gives the same.
    static func shown(_ why: String) -> String {
        let line = RawText(why).escaped(limit: 4096).map { $0 == "\\" || $0 == "\"" ? "'" : $0 }
        return line.count > 200 ? String(line.prefix(200)) + "..." : String(line)
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.filter { $0 != "\"" && $0 != "\\" } + "\""
    }

    static func read(_ bytes: [UInt8]) throws(LedgerError) -> Ledger {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        var debts: [Debt] = []
        var seen: Set<Debt.Claim> = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            guard debts.count < Ledger.limit else { throw .tooLarge }
            guard let debt = debt(line) else {
                throw .badLine(index + 1, RawText(Array(line.utf8)).escaped(limit: 80))
            }
            guard seen.insert(debt.claim).inserted else { throw .twice(index + 1) }
            debts.append(debt)
        }
        return Ledger(debts)
    }

    private static func debt(_ line: Substring) -> Debt? {
        guard line.hasPrefix("- { "), line.hasSuffix(" }") else { return nil }
        var rest = line.dropFirst(4)
        var values: [String] = []
        for (number, name) in names.enumerated() {
            let lead = (number == 0 ? "" : ", ") + name + ": \""
            guard rest.hasPrefix(lead) else { return nil }
            rest = rest.dropFirst(lead.count)
            guard let end = rest.firstIndex(of: "\"") else { return nil }
            let value = rest[..<end]
            guard value.utf8.count <= 1024, !value.contains("\\"), !RawText(Array(value.utf8)).hidesSomething else {
                return nil
            }
            values.append(String(value))
            rest = rest[rest.index(after: end)...]
        }
        guard rest == " }", let kind = Debt.Kind(rawValue: values[0]), !values[1].isEmpty,
            let host = try? HostPort(values[2]), host.description == values[2], AccountName.isGood(values[3]),
            Fingerprint.isGood(values[4]), let since = UTCTime(values[5]), let tried = UTCTime(values[6])
        else { return nil }
        return Debt(
            Debt.Claim(kind: kind, vpc: values[1], host: host, account: values[3], key: values[4]), since: since,
            tried: tried, why: values[7])
    }
}
