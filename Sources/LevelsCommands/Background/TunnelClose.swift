import ArgumentParser
import Inventory

/// `levels-ssh close`: ends tunnels that are open in the background.
struct TunnelClose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a tunnel that is open in the background, or all.",
        discussion: "Connections over it are cut. The background process goes a while after its last tunnel.")

    @Argument(help: ArgumentHelp("As levels-ssh list names it: dev/main.", valueName: "name"))
    var name: String?

    @Flag(help: "Close all of them.")
    var all = false

    mutating func validate() throws {
        if (name == nil) != all { throw ValidationError("name a tunnel, or say --all") }
    }

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: .text, verbose: false)
        do {
            let closed = try BackgroundAll().ask(.close(name: name)).flatMap { reply -> [KeptTunnel] in
                if case .closed(let tunnels) = reply { tunnels } else { [] }
            }
            for tunnel in closed {
                let count = tunnel.clients.count
                let cut = count == 0 ? "" : ", and \(count == 1 ? "a connection" : "\(count) connections") with it"
                talk.say("closed \(Escaped.text(tunnel.name))\(cut)")
            }
            if closed.isEmpty, let name {
                throw CommandFailure.usage("no tunnel \(name) is open", hint: "levels-ssh list")
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}
