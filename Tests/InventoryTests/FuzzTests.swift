import Foundation
import Inventory
import Testing

/// `LEVELS_FUZZ_ITERATIONS` makes it longer, `LEVELS_FUZZ_SEED` makes it another one.
@Suite("Spoilt files")
struct FuzzTests {
    private static func number(_ variable: String, or usual: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) } ?? usual
    }

    @Test func areReadOrRefusedWithFindingsAndNeverACrash() throws {
        let seed = Self.number("LEVELS_FUZZ_SEED", or: 1)
        let texts = [Array(Sample.text.utf8), Array(try TemporaryFolder.text(Repository.example).utf8)]
        var mutator = Mutator(seed: seed)
        var read = 0
        var refused = 0
        for iteration in 0..<Self.number("LEVELS_FUZZ_ITERATIONS", or: 2000) {
            let bytes = mutator.mutate(texts[Int(iteration % UInt64(texts.count))])
            do throws(InventoryError) {
                let reading = try Inventory.read(bytes, path: "/levels.yaml", home: "/home/alice", now: Sample.now)
                read += 1
                #expect(!reading.inventory.vpcs.isEmpty && !reading.inventory.environments.isEmpty)
            } catch {
                refused += 1
                guard case .invalid(let findings) = error, !findings.isEmpty else {
                    Issue.record("seed \(seed), iteration \(iteration): \(error)")
                    continue
                }
                let isSound =
                    findings.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.rule.isEmpty }
                    && error.message.unicodeScalars.allSatisfy {
                        $0 == "\n" || $0.properties.generalCategory != .control
                    }
                #expect(isSound, "seed \(seed), iteration \(iteration): \(error.message)")
            }
        }
        // A generator that spoils everything, or nothing, tests nothing.
        #expect(read > 0 && refused > 0, "\(read) read, \(refused) refused")
    }
}
