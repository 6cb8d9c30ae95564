#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension BenchLab {
    /// The far end of the long link; RFC 2544 keeps the range for such.
    private static let far = "198.19.7.2"
    private static let near = "198.19.7.1"

    /// A lab in one network namespace, the client in another, and between them a link that is long for every packet, so
    /// that TCP itself has to cope with the distance. The relay flatters: it ends TCP on either side of it.
    ///
    /// - Parameter tool: joins two namespaces: `tool NETNS_A ADDRESS/LEN NETNS_B ADDRESS/LEN ONE_WAY_MS`, prints `up`.
    func wan<Value: Sendable>(
        tool: String, roundTrip: Int, _ body: (BenchLink) async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        try Namespaces.check()
        let ip = try Namespaces.ip()
        let id = Random.hex(2)
        let (client, vpc) = ("lv\(id)-near", "lv\(id)-far")
        let result: Result<Value, LabFailure>
        do throws(LabFailure) {
            for name in [client, vpc] {
                try await Command.run([ip, "netns", "add", name])
                try await Command.run([ip, "-n", name, "link", "set", "lo", "up"])
            }
            let wan = try await WatchedProcess.start(
                [tool, client, Self.near + "/24", vpc, Self.far + "/24", "\(Double(roundTrip) / 2)"],
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], marks: [["up"]])
            do throws(LabFailure) {
                _ = try await wan.time(of: 0, within: .seconds(10))
                result = .success(try await far(client, vpc, roundTrip, body))
            } catch {
                result = .failure(error)
            }
            await wan.end()
        } catch {
            result = .failure(error)
        }
        await Task { for name in [client, vpc] { _ = try? await Command.run([ip, "netns", "delete", name]) } }.value
        return try result.get()
    }

    /// Starts the lab in `vpc`: as a process there, since a server belongs to the namespace that its parent is in.
    private func far<Value: Sendable>(
        _ client: String, _ vpc: String, _ roundTrip: Int, _ body: (BenchLink) async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        let port = try FreePort.pick()
        let program = try RelayMaker.executable(LabOptions())
        let folder = LabOptions.freshFolder()
        let result: Result<Value, LabFailure>
        do throws(LabFailure) {
            try await Command.run(
                try Namespaces.prefix(vpc)
                    + [program, "up", "--dir", folder, "--mode", "loopback", "--engine", "none"]
                    + [
                        "--target", "\(Self.database)=127.0.0.1:\(port)", "--bastion-config",
                        "ListenAddress \(Self.far)",
                    ]
                    // Without it, the address above would be the only one.
                    + ["--bastion-config", "ListenAddress 127.0.0.1"])
            let lab = try Lab.open(folder)
            let link = BenchLink(
                kind: .wan, roundTrip: roundTrip, config: folder + "/client/far.yaml",
                sshConfig: folder + "/client/far_config", prefix: try Namespaces.prefix(client), namespace: client,
                serverPort: port, bare: (Self.far, port))
            try Self.writeFarFiles(lab, link)
            let server =
                try Namespaces.prefix(vpc) + [program, "bench-server", "--port", "\(port)", "--listen", "0.0.0.0"]
            result = .success(
                try await beside([server], folder) { () throws(LabFailure) in
                    try await answers(BenchClient(Self.far, port: port, namespace: client))
                    return try await body(link)
                })
        } catch {
            result = .failure(error)
        }
        await Task {
            if let lab = try? Lab.open(folder) { try? await lab.down() }
        }.value
        return try result.get()
    }

    /// What the client needs to know, with the bastions at their far addresses.
    private static func writeFarFiles(_ lab: Lab, _ link: BenchLink) throws(LabFailure) {
        let knownHosts = lab.folder + "/client/far_hosts"
        var yaml = Disk.text(lab.configFile) ?? ""
        var ssh = (Disk.text(lab.sshConfigFile) ?? "").replacing(lab.knownHostsFile, with: knownHosts)
        var hosts = Disk.text(lab.knownHostsFile) ?? ""
        for bastion in lab.bastions {
            yaml = yaml.replacing("\"127.0.0.1:\(bastion.port)\"", with: "\"\(far):\(bastion.port)\"")
            ssh = ssh.replacing(
                "Host \(bastion.name)\n    HostName 127.0.0.1", with: "Host \(bastion.name)\n    HostName \(far)")
            hosts = hosts.replacing("[127.0.0.1]:\(bastion.port) ", with: "[\(far)]:\(bastion.port) ")
        }
        try Disk.write(yaml, to: link.config)
        try Disk.write(ssh, to: link.sshConfig)
        try Disk.write(hosts, to: knownHosts)
    }
}
