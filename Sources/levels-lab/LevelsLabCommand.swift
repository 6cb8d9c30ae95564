import ArgumentParser

struct LevelsLabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "levels-lab",
        abstract: "A VPC on this machine: real bastions, hosts and databases to try levels-ssh on.",
        discussion: "As root on Linux its machines are network namespaces; otherwise they are ports of 127.0.0.1.",
        subcommands: [
            Up.self, Down.self, Status.self, Run.self, Stop.self, Cont.self, Kill.self, Start.self, BenchCommand.self,
            FleetBenchCommand.self,
            RelayCommand.self, BenchServerCommand.self,
        ])
}
