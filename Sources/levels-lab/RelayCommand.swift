import ArgumentParser
import LevelsLab

struct RelayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay", abstract: "Pass TCP on, later.", shouldDisplay: false)

    @Option var listen: String
    @Option var to: String
    @Option var rtt: Int

    func run() async throws {
        let relay = try await reporting { () async throws(LabFailure) in
            try await DelayRelay.start(listen: listen, to: to, roundTrip: .milliseconds(rtt))
        }
        try await relay.wait()
    }
}
