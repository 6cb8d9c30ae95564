import ArgumentParser

/// `levels-ssh completions`: the completion script of a shell.
struct CompletionsPrint: ParsableCommand {
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completion script of a shell.",
        discussion: """
            The script completes commands and options, and asks levels-ssh for the names of environments, databases, hosts \
            and people in levels.yaml and keys/.
            """)

    @Argument(help: ArgumentHelp("The shell: bash, zsh or fish.", valueName: "shell"))
    var shell: Shell

    mutating func run() throws {
        Talk().page(Self.script(shell))
    }

    static func script(_ shell: Shell) -> String {
        let generated =
            switch shell {
            case .bash: LevelsSSH.completionScript(for: .bash)
            case .zsh: LevelsSSH.completionScript(for: .zsh)
            case .fish: LevelsSSH.completionScript(for: .fish)
            }
        return generated.hasSuffix("\n") ? generated : generated + "\n"
    }
}
