import Testing

@testable import Inventory

@Suite("The manual pages of files")
struct ManualTests {
    static let pages = [(Repository.manual, KeyTable.all), (Repository.rosterManual, [KeyTable.person])]

    /// In the manual's source each key has an entry of its own: a `.TP` and then the key in bold.
    @Test(arguments: pages) func haveAnEntryForEveryKeyAndForNoOther(_ page: String, _ tables: [KeyTable]) throws {
        let lines = try TemporaryFolder.text(page).split(separator: "\n")
        let heads = zip(lines, lines.dropFirst()).filter { $0.0 == ".TP" }.map { $0.1.split(separator: " ") }
        let documented = Set(heads.filter { [".B", ".BR"].contains($0[0]) && $0.count > 2 }.map { String($0[1]) })
        let known = Set(tables.flatMap(\.keys))
        #expect(known.subtracting(documented) == [], "not in the manual")
        #expect(documented.subtracting(known) == [], "not read")
    }
}
