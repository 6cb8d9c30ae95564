import Files
import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A change of one VPC's whitelist in levels.yaml: shown, and written whole.
struct WhitelistChange {
    private let file: InventoryFile
    let editor: WhitelistEditor

    init(_ config: String?) throws(CommandFailure) {
        let environment = ProcessEnvironment.read()
        do throws(InventoryError) {
            file = try InventoryFile.find(config: config, variable: nil, from: Self.currentFolder())
            editor = try WhitelistEditor(file, home: environment["HOME"], now: Inventory.currentTime())
        } catch .invalid(let findings) {
            throw .invalid(findings, hint: InventoryError.invalid(findings).hint)
        } catch {
            throw .configuration(error.message, hint: error.hint)
        }
    }

    /// Writes it, and says what is other now.
    func carryOut(
        _ word: String, in vpc: VPC, _ reporter: Reporter,
        _ edit: () throws(WhitelistEditor.Refusal) -> WhitelistEditor.Edit
    ) throws(CommandFailure) {
        let made: WhitelistEditor.Edit
        do throws(WhitelistEditor.Refusal) { made = try edit() } catch {
            throw .refused(error.message, hint: error.hint)
        }
        do throws(WholeFile.Failure) { try WholeFile.write(made.bytes, to: file.path) } catch {
            throw .configuration(
                "\(Escaped.text(error.path)) cannot be written: \(error.reason)", hint: "nothing was changed")
        }
        switch reporter.format {
        case .text:
            reporter.talk.data("\(Escaped.text(file.displayName)):\(made.line):")
            for line in made.removed { reporter.talk.data("-" + Escaped.text(line)) }
            for line in made.added { reporter.talk.data("+" + Escaped.text(line)) }
        case .json:
            reporter.talk.data(
                EventJSON.event(
                    word,
                    [
                        ("vpc", .string(vpc.name)), ("file", .string(file.path)), ("line", .integer(made.line)),
                        ("removed", .array(made.removed.map { .string($0) })),
                        ("added", .array(made.added.map { .string($0) })),
                    ]
                ).line)
        }
    }

    private static func currentFolder() -> String {
        guard let folder = getcwd(nil, 0) else { return "/" }
        defer { free(folder) }
        return String(cString: folder)
    }
}
