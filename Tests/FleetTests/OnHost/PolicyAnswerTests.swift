import AuthorizedKeys
import Testing

@testable import Fleet

@Suite("What a host says of sshd's configuration, spoilt")
struct PolicyAnswerTests {
    private static let answer = Array(
        """
        levels-ssh 1
        as 0
        client 10.0.0.9
        arguments -f /etc/ssh/sshd_config -o LogLevel=VERBOSE -oBanner /x
        case app 10.0.0.9
        settings
        debug2: parse_server_config_depth: config /etc/ssh/sshd_config len 20\r
        debug2: /etc/ssh/sshd_config line 1: new include /etc/ssh/sshd_config.d/*.conf\r
        debug2: /etc/ssh/sshd_config line 1: including /etc/ssh/sshd_config.d/a.conf\r
        debug3: /etc/ssh/sshd_config.d/a.conf:1 setting PasswordAuthentication yes\r
        debug2: parse_server_config_depth: config reprocess config len 20\r
        debug3: reprocess config:3 setting PermitRootLogin yes\r
        passwordauthentication yes
        permitrootlogin yes
        hostkey /etc/ssh/key
        banner
        .
        case ops 10.0.0.9
        same
        case app 10.1.2.3
        noset bad thing
        case ops 10.1.2.3
        noset bad thing
        files
        stat 81a4 0 0 20 1 /etc/ssh/sshd_config
        stat 8180 0 0 20 1 /etc/ssh/key
        stat 81a4 0 0 20 1 /etc/ssh/key.pub
        main /etc/ssh/sshd_config
        folder /etc/ssh
        bytes 3
         23 20 0a
        .
        dropin
        bytes 1
         0a
        .
        end

        """.utf8)

    @Test func isReadOrRefused() throws {
        let request = try #require(PolicyRequest(users: ["app", "ops"], addresses: ["10.1.2.3"]))
        let policy = try PolicyReader.read(Self.answer, to: request)
        #expect(policy.cases.map(\.user) == ["app", "ops"] && policy.silence == "bad thing")
        let app = try #require(policy.cases.first)
        #expect(app.places["passwordauthentication"] == .file("/etc/ssh/sshd_config.d/a.conf", line: 1))
        #expect(app.places["permitrootlogin"] == .file("/etc/ssh/sshd_config", line: 3))
        #expect(app.places["loglevel"] == .commandLine && app.places["banner"] == .commandLine)
        #expect(policy.order.count == 3 && policy.main?.dropIn == .regular([0x0A]))
        #expect(policy.files.map(\.kind) == [.config, .privateHostKey, .publicHostKey])
        var spoiler = Spoiler(seed: 33)
        var refused = 0
        for _ in 0..<Spoiler.iterations {
            do throws(AnswerError) {
                let policy = try PolicyReader.read(spoiler.spoilt(Self.answer), to: request)
                #expect(policy.cases.count <= request.cases.count)
                for main in policy.main.map({ [$0] }) ?? [] { _ = policy.takesFirst(main) }
            } catch {
                refused += 1
                #expect(!error.message.unicodeScalars.contains { $0.value < 0x20 } && !error.hint.isEmpty)
            }
        }
        #expect(refused > 0)
    }

    @Test(arguments: 0..<33)
    func thatIsCutShortIsNone(_ line: Int) throws {
        let lines = Self.answer.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let bytes = Array(lines.prefix(line).joined(separator: [0x0A])) + (line == 0 ? [] : [0x0A])
        let request = try #require(PolicyRequest(users: ["app", "ops"], addresses: ["10.1.2.3"]))
        #expect(throws: AnswerError.self) { try PolicyReader.read(bytes, to: request) }
    }

    @Test(arguments: ["", "a b", "10.0.0.1,user=root", "fe80::1%eth0", String(repeating: "1", count: 46)])
    func noOtherAddressGoesToAHost(_ address: String) {
        #expect(PolicyRequest(users: ["app"], addresses: [address]) == nil)
    }

    @Test func ofTooManyCasesTheLastAddressesAreLeftOut() throws {
        let addresses = (0..<2500).map { "10.0.\($0 / 250).\($0 % 250)" }
        let request = try #require(PolicyRequest(users: ["app", "ops"], addresses: addresses))
        #expect(request.cases.count == PolicyRequest.mostCases && request.wanted == 5002)
        #expect(request.cases.prefix(3).map(\.address) == [nil, nil, "10.0.0.0"])
        #expect(PolicyRequest(users: [], addresses: []) == nil && PolicyRequest(users: ["a,b"], addresses: []) == nil)
    }
}
