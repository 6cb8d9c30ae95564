// levels-ssh without SSH: the whole command line, with a "tunnel" that is ready at once and leads to the port in
// LEVELS_TEST_PORT of this machine. For tests of what happens on this side of a tunnel: clients, signals, credentials.
import Inventory
import LevelsCommands
import Tunnel

private let environment = ProcessEnvironment.read()
private let port = environment["LEVELS_TEST_PORT"].flatMap { Int($0) } ?? 3306

/// The files there are, whatever their folder: one that is right, unless its name says otherwise.
private func text(_ name: String) -> String {
    let hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICPsIlv45eLva3ysrJbEk87LYvzUxZIW/3yqcwOqhDGX"
    let password = environment["LEVELS_TEST_PASSWORD_FILE"].map { ", password: { file: \"\($0)\" }" } ?? ""
    let login = "name: levels, user: app" + password
    let databases = """
            hosts: { user: app, list: [{ name: app, address: "10.0.0.2:22", hostKey: "\(hostKey)" }] }
            databases:
              main: { engine: mysql, writer: "writer.example.net:3306", \(login) }
              pg: { engine: postgres, writer: "writer.example.net:5432", \(login) }
              plain: { engine: tcp, writer: "writer.example.net:6379" }
        """
    return """
        vpcs:
          one:
            cidr: 10.0.0.0/16
            whitelist: [{ cidr: 203.0.113.7/32, owner: office, until: \(name == "noted.yaml" ? 2020 : 9999)-01-01 }]
            bastions: [{ address: "bastion.example.net:22", hostKey: "\(hostKey)" }]
            \(name == "bad.yaml" ? "usr" : "user"): jump
        environments:
          dev:
            vpc: one
        \(databases)
          prod:
            vpc: one
            protected: true
        \(databases)

        """
}

Program.run(
    rooms: Rooms(
        declared: { file throws(CommandFailure) in
            let name = file ?? "levels.yaml"
            do throws(InventoryError) {
                return try Inventory.read(Array(text(name).utf8), path: name, home: nil)
            } catch .invalid(let findings) {
                throw .invalid(findings, hint: "mend these")
            } catch {
                throw .configuration(error.message, hint: error.hint)
            }
        },
        open: { request, onEvent, body in
            let endpoint = LocalEndpoint.loopback(port: port)
            onEvent(.ready(endpoint, took: .zero))
            defer { onEvent(.closing(.finished)) }
            return try await body(OpenTunnel(endpoint: endpoint))
        }))
