import Fuzzing
import Inventory

/// Any bytes are read whole, or refused with findings that are fit for a terminal.
@main enum LevelsYAML {
    static func main() {
        fuzz { start, count in
            let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
            do throws(InventoryError) {
                let reading = try Inventory.read(bytes, path: "/levels.yaml", home: "/home/alice", now: 1_795_392_000)
                precondition(!reading.inventory.vpcs.isEmpty && !reading.inventory.environments.isEmpty)
            } catch .tooLarge {
                // libFuzzer's inputs may grow to a megabyte.
            } catch .invalid(let findings) {
                precondition(!findings.isEmpty)
                for finding in findings {
                    precondition(finding.line >= 1 && finding.column >= 1 && !finding.rule.isEmpty)
                    for scalar in finding.description.unicodeScalars {
                        precondition(scalar.properties.generalCategory != .control, "a control character in a finding")
                    }
                }
            } catch {
                preconditionFailure("\(error)")
            }
            return 0
        }
    }
}
