/// A subcommand's manual page in roff (man(7)), made from the command tree.
struct ManualPage {
    /// The file's name without its section: `levels-ssh-config-check`.
    let name: String
    private let words: [String]
    private let command: CommandDump
    private let date: String

    /// One page for every command that does something and is shown.
    static func all(date: String) throws -> [ManualPage] {
        var pages: [ManualPage] = []
        func visit(_ command: CommandDump, _ path: [String]) {
            let path = path + [command.commandName]
            let shown = (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
            if shown.isEmpty, path.count > 1 {
                pages.append(
                    ManualPage(name: path.joined(separator: "-"), words: path, command: command, date: date))
            }
            for subcommand in shown { visit(subcommand, path) }
        }
        visit(try CommandDump.root(), [])
        return pages
    }

    var roff: String {
        var lines = [
            ".\\\" Made from the command tree by levels-ssh; edit that, and run make generate.",
            ".TH \(Self.text(name.uppercased())) 1 \(date) \"levels-ssh \(LevelsSSH.version)\"",
            ".SH NAME", "\(Self.text(name)) \\- \(Self.summary(command.abstract))", ".SH SYNOPSIS",
        ]
        lines += synopsis
        if let discussion = command.discussion, !discussion.isEmpty {
            lines += [".SH DESCRIPTION", Self.text(discussion)]
        }
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        if !arguments.isEmpty { lines.append(".SH OPTIONS") }
        for argument in arguments {
            lines += [".TP", Self.heading(argument), Self.text(argument.abstract ?? "")]
            let isDefaultSaid = argument.abstract?.contains("default") ?? true
            if let value = argument.defaultValue, argument.kind == .option, !isDefaultSaid, !value.isEmpty {
                lines.append(Self.text("The default is \(value)."))
            }
        }
        lines += [
            ".SH EXIT STATUS", "See", ".BR levels\\-ssh (1).", ".SH SEE ALSO", ".BR levels\\-ssh (1),",
        ]
        if words.contains("people") || words.contains("keys") { lines.append(".BR levels\\-keys (5),") }
        lines.append(".BR levels.yaml (5)")
        return lines.joined(separator: "\n") + "\n"
    }

    private var synopsis: [String] {
        var line = ".B " + Self.text(words.joined(separator: " "))
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        var rest = arguments.contains { $0.kind != .positional } ? ["[\\fIoptions\\fR]"] : []
        for argument in arguments where argument.kind == .positional {
            let value = "\\fI\(Self.text(argument.valueName ?? "value"))\\fR"
            if argument.parsingStrategy == "postTerminator" {
                rest.append("[\\-\\- \(value) [\\fIargument\\fR ...]]")
            } else {
                rest.append(argument.isOptional ? "[\(value)]" : value)
            }
        }
        line += "\n" + rest.joined(separator: " ")
        return [line]
    }

    private static func heading(_ argument: CommandDump.Argument) -> String {
        let value = argument.valueName.map { "\\fI\(text($0))\\fR" } ?? ""
        let names = (argument.names ?? []).sorted { $0.typed.utf8.count < $1.typed.utf8.count }
            .map { "\\fB\(text($0.typed))\\fR" }.joined(separator: ", ")
        switch argument.kind {
        case .positional: return argument.parsingStrategy == "postTerminator" ? "\\fB\\-\\-\\fR \(value) ..." : value
        case .flag: return names
        // An option that may stand alone.
        case .option where argument.parsingStrategy == "scanningForValue": return names + " [" + value + "]"
        case .option: return names + " " + value
        }
    }

    /// The first sentence as NAME wants it: lower case, without a full stop.
    private static func summary(_ abstract: String?) -> String {
        var sentence = abstract ?? ""
        if sentence.hasSuffix(".") { sentence.removeLast() }
        return text(sentence.prefix(1).lowercased() + sentence.dropFirst())
    }

    /// Text in which nothing is a request or an escape of roff's.
    static func text(_ plain: String) -> String {
        var escaped = ""
        for character in plain {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case ".", "'": escaped += escaped.isEmpty || escaped.hasSuffix("\n") ? "\\&\(character)" : String(character)
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
