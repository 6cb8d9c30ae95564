import Foundation
import Testing

@testable import Inventory

@Suite("levels.schema.json and the reader agree")
struct SchemaTests {
    @Test func onEveryKeyAndWhichAreRequired() throws {
        let data = try Data(contentsOf: URL(filePath: Repository.schema))
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        var described = Set(definitions.filter { $0.value["properties"] != nil }.keys)
        for table in KeyTable.all {
            let definition = table.definition == DocumentKey.definition ? schema : definitions[table.definition] ?? [:]
            let properties = try #require(definition["properties"] as? [String: Any], "\(table.definition)")
            #expect(Set(properties.keys) == Set(table.keys), "\(table.definition)")
            #expect(Set(definition["required"] as? [String] ?? []) == Set(table.required), "\(table.definition)")
            #expect(definition["additionalProperties"] as? Bool == false, "\(table.definition)")
            described.remove(table.definition)
        }
        #expect(described == [], "the reader has no such mappings")
    }

    @Test func onEveryBadDocumentThatASchemaCanKnow() async throws {
        let asked = BadCases.all.filter { $0.schema != .unasked }
        let verdicts = try await SchemaValidator.verdicts(on: try asked.map { try Sample.text($0.old, $0.new) })
        #expect(verdicts.count == asked.count)
        for (bad, verdict) in zip(asked, verdicts) {
            #expect((verdict == nil) == (bad.schema == .passes), "\(bad.testDescription): \(verdict ?? "passes")")
        }
    }

    @Test func onGoodDocuments() async throws {
        let documents =
            try GoodCases.all.map { try Sample.text($0, $1) } + [Sample.text, TemporaryFolder.text(Repository.example)]
        for document in documents { #expect(Sample.findings(document) == [], "\(document)") }
        #expect(try await SchemaValidator.verdicts(on: documents) == documents.map { _ in nil })
    }

    /// An editor's red line is never a false alarm, and where the reader sees nothing wrong the schema sees nothing.
    @Test func thatWhatTheSchemaRefusesOfSpoiltDocumentsIsRefused() async throws {
        var mutator = Mutator(seed: 2)
        let documents = (0..<400).map { _ in mutator.mutate(Sample.text) }
        let verdicts = try await SchemaValidator.verdicts(on: documents)
        #expect(verdicts.count == documents.count)
        #expect(verdicts.contains { $0 != nil && $0 != SchemaValidator.notYAML })
        for (document, verdict) in zip(documents, verdicts) {
            guard let verdict, verdict != SchemaValidator.notYAML else { continue }
            #expect(!Sample.findings(document).isEmpty, "\(verdict)\n\(document)")
        }
    }
}
