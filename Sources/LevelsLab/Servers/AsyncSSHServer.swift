#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A server on Python's asyncssh: no line of it is OpenSSH's.
struct AsyncSSHServer {
    let site: SSHServerSite

    private struct Config: Encodable {
        let address: String
        let port: Int
        let hostKeys: [String]
        let users: [String]
        let authorizedKeys: String
        let permitOpen: [String]
    }

    /// The system's own interpreter, whose packages are the ones that are installed with it; where it has none, any other.
    static func python() throws(LabFailure) -> String {
        if Disk.exists("/usr/lib/python3/dist-packages/asyncssh") { return "/usr/bin/python3" }
        return try Programs.find("python3", install: "apt-get install python3-asyncssh, or pip install asyncssh")
    }

    static func check() async throws(LabFailure) {
        do throws(LabFailure) { try await Command.run([try python(), "-c", "import asyncssh"]) } catch {
            if case .interrupted = error { throw error }
            throw .missingProgram("asyncssh", install: "apt-get install python3-asyncssh, or pip install asyncssh")
        }
    }

    func prepare(port: Int) throws(LabFailure) -> [String] {
        let keys = site.folder + "/authorized_keys"
        try Disk.write(site.authorizedKeys.map { $0 + "\n" }.joined(), to: keys)
        let config = Config(
            address: site.address, port: port, hostKeys: KeyMaker.kinds.map { "\(site.folder)/host_\($0)" },
            users: site.users, authorizedKeys: keys, permitOpen: site.permitOpen)
        guard let data = try? JSONEncoder().encode(config) else { throw .badState(path: site.folder) }
        try Disk.write(String(decoding: data, as: UTF8.self), to: site.folder + "/server.json")
        try Disk.write(Self.script, to: site.folder + "/server.py")
        return [try Self.python(), "-u", site.folder + "/server.py", site.folder + "/server.json"]
    }

    /// Keys only, forwarding only to what is permitted, and commands by the shell, as whoever runs the server.
    private static let script = """
        import asyncio, json, logging, sys
        import asyncssh

        config = json.load(open(sys.argv[1]))
        logging.basicConfig(stream=sys.stderr, level=logging.INFO)


        class Server(asyncssh.SSHServer):
            def connection_made(self, connection):
                self.connection = connection

            def begin_auth(self, user):
                if user in config["users"]:
                    self.connection.set_authorized_keys(config["authorizedKeys"])
                return True

            def password_auth_supported(self):
                return False

            def kbdint_auth_supported(self):
                return False

            def connection_requested(self, host, port, origin_host, origin_port):
                if f"{host}:{port}" in config["permitOpen"]:
                    return True
                raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, "not permitted")


        async def run(process):
            if process.command is None:
                process.exit(1)
                return
            pipe = asyncio.subprocess.PIPE
            child = await asyncio.create_subprocess_shell(process.command, stdin=pipe, stdout=pipe, stderr=pipe)
            await process.redirect(stdin=child.stdin, stdout=child.stdout, stderr=child.stderr)
            code = await child.wait()
            await process.stdout.drain()
            process.exit(code)


        async def main():
            server = await asyncssh.listen(
                config["address"], config["port"], server_factory=Server, server_host_keys=config["hostKeys"],
                process_factory=run, encoding=None, allow_scp=False)
            await server.wait_closed()


        asyncio.run(main())

        """
}
