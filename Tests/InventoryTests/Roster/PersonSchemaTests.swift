import Foundation
import Testing

@testable import Inventory

@Suite("keys.schema.json and the reader agree")
struct PersonSchemaTests {
    @Test func onEveryKeyAndWhichAreRequired() throws {
        let data = try Data(contentsOf: URL(filePath: Repository.personSchema))
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: Any])
        #expect(Set(properties.keys) == Set(KeyTable.person.keys))
        #expect(Set(schema["required"] as? [String] ?? []) == Set(KeyTable.person.required))
        #expect(schema["additionalProperties"] as? Bool == false)
    }

    @Test func onEveryBadDocumentThatASchemaCanKnow() async throws {
        let asked = PersonCases.bad.filter { $0.schema != .unasked }
        let verdicts = try await SchemaValidator.verdicts(
            on: try asked.map { try RosterSample.text($0.old, $0.new) }, by: Repository.personSchema)
        #expect(verdicts.count == asked.count)
        for (bad, verdict) in zip(asked, verdicts) {
            #expect((verdict == nil) == (bad.schema == .passes), "\(bad.testDescription): \(verdict ?? "passes")")
        }
    }

    @Test func onGoodDocuments() async throws {
        let examples = try FileManager.default.contentsOfDirectory(atPath: Repository.rosterExample)
            .filter { $0.hasSuffix(".yaml") }.map { try TemporaryFolder.text("\(Repository.rosterExample)/\($0)") }
        #expect(examples.count == 4)
        let documents =
            try PersonCases.good.map { try RosterSample.text($0, $1) } + [RosterSample.alice, RosterSample.bob]
            + examples
        #expect(
            try await SchemaValidator.verdicts(on: documents, by: Repository.personSchema) == documents.map { _ in nil }
        )
    }

    @Test func thatWhatTheSchemaRefusesOfSpoiltDocumentsIsRefused() async throws {
        var mutator = Mutator(seed: 4)
        let documents = (0..<300).map { _ in mutator.mutate(RosterSample.alice) }
        let verdicts = try await SchemaValidator.verdicts(on: documents, by: Repository.personSchema)
        #expect(verdicts.contains { $0 != nil && $0 != SchemaValidator.notYAML })
        for (document, verdict) in zip(documents, verdicts) {
            guard let verdict, verdict != SchemaValidator.notYAML else { continue }
            #expect(!RosterSample.findings(["alice.yaml": document]).isEmpty, "\(verdict)\n\(document)")
        }
    }
}
