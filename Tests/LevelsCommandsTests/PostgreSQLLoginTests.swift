import Foundation
import Testing

@testable import LevelsCommands

/// psql logging in to a real PostgreSQL with what it is handed: libpq looks the password up under PGHOST, not PGHOSTADDR.
@Suite struct PostgreSQLLoginTests {
    /// The newest server's programs, where a distribution puts them.
    private static let programs: String? = {
        let roots = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"]
        let folders = roots.flatMap { root in
            ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted().reversed()
                .map { "\(root)/\($0)/bin" }
        }
        return folders.first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    @Test(
        .enabled(
            if: programs != nil && TestProgram.isInstalled("psql"), "no PostgreSQL server (initdb) and psql installed"))
    func psqlLogsInByThePasswordFile() async throws {
        let programs = try #require(Self.programs)
        try await withTemporaryFolder { folder in
            // Colons and backslashes are what the file's format escapes.
            let password = #"p:a\s s#"w:"#
            let file = try write(password + "\n", to: folder + "/pw")
            let port = try Self.freePort()
            let script = """
                set -e
                cd /
                data='\(folder)/data'
                # A server refuses to run as root; its account needs its own folder below ours.
                if [ "$(id -u)" = 0 ]; then
                    chmod 711 '\(folder)'
                    install -d -m 700 -o postgres "$data"
                    install -m 600 -o postgres '\(file)' '\(folder)/initial'
                    as() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
                else
                    cp '\(file)' '\(folder)/initial'
                    as() { "$@"; }
                fi
                as '\(programs)/initdb' -D "$data" -A scram-sha-256 -U app --pwfile='\(folder)/initial' >/dev/null
                as '\(programs)/pg_ctl' -D "$data" -w -l "$data/log" \\
                    -o "-c port=\(port) -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start >/dev/null
                trap 'as "\(programs)/pg_ctl" -D "$data" -m immediate -w stop >/dev/null' EXIT
                '\(try DirectCommand.path())' db --env dev --database pg -- \\
                    psql -X -w -At -d postgres -c 'select current_user' -c '\\c template1' -c 'select 6*7'
                """
            let printed = try await TestProgram.output(
                "sh", ["-c", script],
                environment: [
                    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "LEVELS_TEST_PORT": String(port),
                    "LEVELS_TEST_PASSWORD_FILE": file, "LC_ALL": "C",
                ], inheriting: nil)
            #expect(printed.hasPrefix("app\n"))
            #expect(printed.hasSuffix("\n42\n"))
        }
    }

    /// A port that was free a moment ago: PostgreSQL cannot be asked to choose one.
    private static func freePort() throws -> Int {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        try #require(result == 0)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
