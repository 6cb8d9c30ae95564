import ArgumentParser

/// `levels-ssh manual PAGE`, hidden: a subcommand's manual page, made from the command tree, or the one of the login policy,
/// made from its rules. `make generate` writes the pages with it, and a test compares them.
struct ManualPrint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print a generated manual page.", shouldDisplay: false)

    @Argument(help: ArgumentHelp("The page, such as levels-ssh-db.", valueName: "page"))
    var page: String

    @Option(help: ArgumentHelp("The date on the page, so that the same input gives the same page.", valueName: "date"))
    var date: String

    mutating func run() throws {
        guard page != PolicyPage.name else { return Talk().page(PolicyPage(date: date).roff) }
        let pages = try ManualPage.all(date: date)
        guard let found = pages.first(where: { $0.name == page }) else {
            throw ValidationError("there is no page \(page): \(pages.map(\.name).joined(separator: ", "))")
        }
        Talk().page(found.roff)
    }
}
