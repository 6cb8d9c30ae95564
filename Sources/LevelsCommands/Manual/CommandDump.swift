import ArgumentParser

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The command tree as ArgumentParser writes it out (`_dumpHelp()`), as much of it as a manual page needs.
struct CommandDump: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [Argument]?
    let subcommands: [CommandDump]?
    let shouldDisplay: Bool

    struct Argument: Decodable {
        enum Kind: String, Decodable {
            case positional, option, flag
        }

        struct Name: Decodable {
            enum Kind: String, Decodable {
                case long, short, longWithSingleDash
            }

            let kind: Kind
            let name: String

            var typed: String {
                switch kind {
                case .long: "--" + name
                case .short, .longWithSingleDash: "-" + name
                }
            }
        }

        let kind: Kind
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let defaultValue: String?
        let isOptional: Bool
        let isRepeating: Bool
        let shouldDisplay: Bool
        let parsingStrategy: String?
    }

    static func root() throws -> CommandDump {
        struct Dump: Decodable { let command: CommandDump }
        return try JSONDecoder().decode(Dump.self, from: Data(LevelsSSH._dumpHelp().utf8)).command
    }
}
