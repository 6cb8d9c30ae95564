import AuthorizedKeys
import Fleet
import Testing

@testable import LevelsLab

@Suite("A survey", .enabled(if: StagedHost.isPossible, StagedHost.why))
struct SurveyTests {
    @Test(arguments: HostScriptTests.shells)
    func findsWhatSSHDWouldReadForEachAccount(_ shell: [String]) async throws {
        let config = """
            Match User app
              AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/keys/%u-%U.%% %h/more/%u
              AuthorizedKeysCommand /usr/bin/false
              AuthorizedKeysCommandUser nobody
            Match User ops Address 192.0.2.9
              TrustedUserCAKeys /etc/ssh/ca.pub
            """
        try await StagedHost.with(config: config) { host in
            let odd: [UInt8] = Array("# \"$(reboot)\" 'x' `y` \\n \u{1b}[2J\n\r\n\0 end without a line feed".utf8)
            try await host.write(odd, to: "/home/app/.ssh/authorized_keys")
            try await host.sh("mkdir -m 755 /etc/ssh/keys")
            try await host.write([], to: "/etc/ssh/keys/app-64001.%", owner: 0, mode: "644")
            let request = try #require(SurveyRequest(users: ["app", "ops", "bare", "nobody-here"]))
            let result = try await host.run(.survey, request.input, shell: shell)
            let machine = try SurveyReader.read(result.output, to: request)
            #expect(machine.isRoot && machine.pending == nil && machine.last == nil && machine.revokedKeys == nil)
            #expect(machine.stateFolder == "/var/lib/levels-ssh")
            #expect(machine.server.version.map { $0 >= SSHDVersion(8, 0) } == true && !machine.server.isKnown)
            let app = try #require(machine.account("app"))
            #expect(app.entry?.user == 64001 && app.entry?.group == 64001 && app.entry?.home == "/home/app")
            #expect(
                app.files.map(\.path) == [
                    "/home/app/.ssh/authorized_keys", "/etc/ssh/keys/app-64001.%", "/home/app/more/app",
                ])
            #expect(app.files.map(\.folder) == ["/home/app/.ssh", "/etc/ssh/keys", nil])
            #expect(app.files.map(\.kind) == [.regular(odd), .regular([]), .missing])
            #expect(app.files[0].status?.modeText == "600" && app.files[0].status?.owner == 64001)
            #expect(app.files[0].strictModesProblem(owner: 64001) == nil)
            let entry = try #require(app.entry)
            #expect(app.files[0].openingProblem(entry) == nil)
            #expect(app.files[0].above.map(\.path) == ["/home/app/.ssh", "/home/app"])
            #expect(app.files[1].above.map(\.path) == ["/etc/ssh/keys", "/etc/ssh", "/etc", "/"])
            #expect(app.otherSources == ["authorizedkeyscommand /usr/bin/false"])
            let ops = try #require(machine.account("ops"))
            #expect(ops.otherSources == ["trustedusercakeys /etc/ssh/ca.pub"])
            #expect(ops.files.map(\.name) == ["authorized_keys", "authorized_keys2"])
            #expect(machine.account("bare")?.home == nil && machine.account("bare")?.entry != nil)
            #expect(machine.account("nobody-here")?.entry == nil)
        }
    }

    /// OpenSSH 10.4 and later spells the words of `sshd -T` as its manual does.
    @Test func readsASettingHoweverItIsSpelt() async throws {
        let config = "AuthorizedKeysFile .ssh/one /etc/ssh/keys/%u\nMaxAuthTries 3\nPort 2222"
        let setup = """
            cp /usr/sbin/sshd "$0/sshd"
            cat > "$0/spelling" << end
            #!/bin/sh
            $0/sshd "\\$@" 2>&1 |
            sed "s/^port/Port/; s/^authorizedkeysfile/AuthorizedKeysFile/; s/^maxauthtries/MaxAuthTries/"
            end
            chmod 755 "$0/spelling"; mount --bind "$0/spelling" /usr/sbin/sshd

            """
        try await StagedHost.with(config: config, setup: setup) { host in
            #expect(try await host.sh("/usr/sbin/sshd -T").contains("\nMaxAuthTries 3\n"))
            let machine = try await host.survey()
            let app = try #require(machine.account("app"))
            #expect(app.files.map(\.path) == ["/home/app/.ssh/one", "/etc/ssh/keys/app"])
            #expect(app.settings.knownMaxAuthTries == 3 && app.settings.ports == [2222])
        }
    }

    @Test func tellsWhatIsInThePlaceOfAFile() async throws {
        let setup = """
            cd /home/app/.ssh
            echo secret > /home/target; ln -s /home/target link; mkdir folder; mkfifo pipe
            head -c 10485760 /dev/zero > large
            mkdir "/home/app/a
            end"; ln -s "/home/app/a
            end" odd
            """
        let names = ["link", "folder", "pipe", "large", "odd/x"]
        let config = "AuthorizedKeysFile " + names.map { ".ssh/" + $0 }.joined(separator: " ")
        try await StagedHost.with(config: config, setup: setup) { host in
            let app = try #require(try await host.survey().account("app"))
            #expect(
                app.files.map(\.kind) == [
                    .symlink(to: "/home/target"), .directory, .special, .tooLarge(10 << 20), .special,
                ])
        }
    }

    @Test func tellsThatAFileIsImmutable() async throws {
        try await StagedHost.with { host in
            try await host.write([], to: "/home/app/.ssh/authorized_keys")
            guard try await host(["chattr", "+i", "/home/app/.ssh/authorized_keys"]).exit == 0 else {
                try Test.cancel("tmpfs of this kernel has no attributes, or chattr(1) is missing")
            }
            let file = try await host.survey().account("app")?.mainFile
            #expect(file?.isImmutable == true)
            try await host.sh("chattr -i /home/app/.ssh/authorized_keys")
        }
    }

    @Test func saysThatSSHDWouldNotSpeak() async throws {
        try await StagedHost.with(config: "NoSuchWord yes") { host in
            let app = try #require(try await host.survey().account("app"))
            #expect(app.settings.problem != nil)
            #expect(app.files.map(\.name) == ["authorized_keys", "authorized_keys2"])
        }
    }

    @Test func seesWhyStrictModesWouldPassOverAFile() async throws {
        try await StagedHost.with(setup: "chmod 777 /home/app") { host in
            try await host.write([], to: "/home/app/.ssh/authorized_keys")
            let file = try #require(try await host.survey().account("app")?.mainFile)
            #expect(file.strictModesProblem(owner: 64001) == "others may write to /home/app (mode 777)")
            #expect(file.strictModesProblem(owner: 7) != nil)
        }
    }

    @Test func doesWithoutRoot() async throws {
        try await StagedHost.with { host in
            let request = try #require(SurveyRequest(users: ["app", "ops"]))
            try await host.write([1], to: "/home/app/.ssh/authorized_keys")
            let result = try await host(
                [
                    "setpriv", "--reuid=64001", "--regid=64001", "--clear-groups", "/bin/sh", "-c",
                    HostScript.survey.text,
                ],
                input: request.input, environment: ["HOME": "/home/app"])
            let machine = try SurveyReader.read(result.output, to: request)
            #expect(!machine.isRoot && machine.stateFolder == "/home/app/.levels-ssh")
            #expect(machine.account("app")?.mainFile?.kind == .regular([1]))
            #expect(machine.account("ops")?.mainFile?.kind == .unreadable)
        }
    }
}
