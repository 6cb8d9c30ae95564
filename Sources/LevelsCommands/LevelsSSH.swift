import ArgumentParser

/// The command `levels-ssh`.
struct LevelsSSH: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "levels-ssh",
        abstract: "Reach databases that only an application server behind a bastion can reach.",
        version: "levels-ssh \(version)",
        subcommands: [
            DatabaseOpen.self, ShellOpen.self, ExecRun.self, CopyRun.self, ForwardOpen.self, ProxyOpen.self,
            SSHConfigPrint.self, SessionRun.self,
            OpenTunnels.self, TunnelList.self, TunnelClose.self, TunnelLogs.self, BackgroundRun.self,
            FleetCompare.self, FleetApply.self, FleetVerify.self, FleetOwed.self,
            AuditRun.self,
            Onboard.self, Offboard.self, PeopleList.self, Keys.self, Whitelists.self, Log.self, Config.self,
            DoctorRun.self,
            CompletionsPrint.self, ManualPrint.self,
        ])

    static let version = "0.1.0"
}
