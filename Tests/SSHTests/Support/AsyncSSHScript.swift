@testable import LevelsLab

/// A server built on asyncssh, which has some habits to choose from. It is given its listener as standard input.
enum AsyncSSHScript {
    /// Debian's own, whichever others there may be: its packages are those that scripts/setup installs.
    static let interpreter = "/usr/bin/python3"

    static let obstacle: String? = {
        guard let entries = Disk.entries("/usr/lib/python3/dist-packages"), entries.contains("asyncssh") else {
            return "no asyncssh: apt-get install python3-asyncssh"
        }
        return nil
    }()

    static let text = """
        import asyncio, socket, sys
        import asyncssh

        folder, habit = sys.argv[1], sys.argv[2]

        class Server(asyncssh.SSHServer):
            def connection_made(self, connection):
                self.connection = connection
                print("connection", flush=True)

            def begin_auth(self, user):
                print("begins to authenticate", user, flush=True)
                return True

            def connection_requested(self, host, port, from_host, from_port):
                return True

        class ClosesOnExec(asyncssh.SSHServerSession):
            def connection_made(self, channel):
                self.channel = channel

            def exec_requested(self, command):
                # Ends the channel, and never answers the request.
                self.channel.send_packet(97)
                return True

        class LeavesNoStatus(asyncssh.SSHServerSession):
            def connection_made(self, channel):
                self.channel = channel

            def exec_requested(self, command):
                return True

            def session_started(self):
                self.channel.write("half of it")
                self.channel.close()

        class TalksOn(asyncssh.SSHServerSession):
            def connection_made(self, channel):
                self.channel = channel

            def exec_requested(self, command):
                return True

            def session_started(self):
                data = asyncssh.packet.String(b"more" * 1000)
                self.channel.write("first")
                self.channel.exit(3)
                self.channel.send_packet(96)
                for _ in range(50):
                    self.channel.send_packet(94, data)
                self.channel.send_packet(97)
                for _ in range(50):
                    self.channel.send_packet(94, data)

        class Overflows(asyncssh.SSHServerSession):
            def connection_made(self, channel):
                self.channel = channel

            def exec_requested(self, command):
                return True

            def session_started(self):
                # 64 MiB, whatever the window.
                data = asyncssh.packet.String(b"x" * 32000)
                for _ in range(2048):
                    self.channel.send_packet(94, data)
                self.channel.send_packet(96)
                self.channel.exit(0)

        async def run(process):
            if process.command.startswith("exit "):
                process.exit(int(process.command[5:]))
                return
            child = await asyncio.create_subprocess_shell(
                process.command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE)
            await process.redirect(stdin=child.stdin, stdout=child.stdout, stderr=child.stderr)
            status = await child.wait()
            await process.stdout.drain()
            process.exit(status)

        factories = {
            "closes-on-exec": ClosesOnExec, "leaves-no-status": LeavesNoStatus, "talks-on": TalksOn,
            "overflows": Overflows,
        }

        class Misbehaving(Server):
            def session_requested(self):
                return factories[habit]()

        if habit == "closes-on-exec":
            # And what is not reported is not sent.
            asyncssh.channel.SSHChannel._report_response = lambda channel, result: None

        async def main():
            # asyncssh of Debian 12 takes no socket of ours, and asks the loop for one.
            loop = asyncio.get_running_loop()
            make = loop.create_server
            listener = socket.socket(fileno=0)
            loop.create_server = lambda factory, *_, **__: make(factory, sock=listener)
            options = dict(
                server_host_keys=[folder + "/host"],
                authorized_client_keys=folder + "/.ssh/authorized_keys", encoding=None)
            if habit in factories:
                options.update(server_factory=Misbehaving, encoding="latin-1")
            else:
                options.update(server_factory=Server, process_factory=run)
            if habit == "rekeys":
                options.update(rekey_bytes=65536)
            server = await asyncssh.listen("127.0.0.1", 1, **options)
            await server.wait_closed()

        asyncio.run(main())
        """
}
