import NIOPosix
import Testing

@testable import SSH

@Suite struct IdentityListTests {
    private let noAgent = Result<AgentClient, AgentError>.failure(.notConfigured)

    private func agent(_ socket: String) -> Result<AgentClient, AgentError> {
        .success(AgentClient(path: socket, group: MultiThreadedEventLoopGroup.singleton))
    }

    private func request(
        named: [String] = [], configured: [String] = [], agent: Result<AgentClient, AgentError>? = nil,
        defaults: [String] = [], limit: Int = 5, library: LibSSH2Release? = LibSSH2Release(Library.version)
    ) -> IdentityRequest {
        IdentityRequest(
            named: named, configured: configured, agent: agent ?? noAgent, defaults: defaults,
            passphrases: NoPassphrase(), limit: limit, library: library)
    }

    @Test(arguments: [nil, LibSSH2Release(1, 10, 0), LibSSH2Release(1, 11, 0), LibSSH2Release(1, 11, 1)])
    func aKeyInATokenIsOfferedWhereLibssh2CanUseItAndSaidToBeLeftOutElsewhere(_ library: LibSSH2Release?) async throws {
        try await TestFolder.with { folder in
            try await TokenAgent.with(in: folder.path) { token in
                let path = folder("named.pub")
                try folder.write("named.pub", token.key.line + "\n")
                let held = request(agent: .success(token.client), library: library)
                let named = request(named: [path], agent: .success(token.client), library: library)
                if let library, library.minor >= 11 {
                    #expect(try await IdentityList.gather(held).identities.map(\.publicKey) == [token.key])
                    #expect(try await IdentityList.gather(named).identities.map(\.publicKey) == [token.key])
                } else {
                    await #expect(throws: IdentityError.noIdentities([.securityKey(token.key, library: library)])) {
                        try await IdentityList.gather(held)
                    }
                    let error = IdentityError.securityKey(path: path, library: library)
                    await #expect(throws: error) { try await IdentityList.gather(named) }
                    #expect(error.message.contains("1.11.0 and later can"))
                }
            }
        }
    }

    @Test func theOrderIsNamedConfiguredAgentDefault() async throws {
        try await TestFolder.with { folder in
            let keys = try ["named", "configured", "held", "default"].map { try folder.key($0) }
            try await folder.withAgent(holding: [keys[2]]) { socket in
                let list = try await IdentityList.gather(
                    request(named: [keys[0]], configured: [keys[1]], agent: agent(socket), defaults: [keys[3]]))
                let origins = list.identities.map(\.origin)
                #expect(
                    origins == [
                        .file(path: keys[0]), .file(path: keys[1]), .agent(socket: socket, file: nil),
                        .file(path: keys[3]),
                    ])
                #expect(list.notes.isEmpty)
            }
        }
    }

    @Test func aNamedKeyThatTheAgentHoldsKeepsItsPlaceAndIsSignedForByTheAgent() async throws {
        try await TestFolder.with { folder in
            let first = try folder.key("first")
            let second = try folder.key("second", ["-t", "rsa", "-b", "2048"])
            try await folder.withAgent(holding: [first, second]) { socket in
                let list = try await IdentityList.gather(
                    request(named: [second], agent: agent(socket), defaults: [first, second]))
                let origins = list.identities.map(\.origin)
                #expect(origins == [.agent(socket: socket, file: second), .agent(socket: socket, file: nil)])
                for identity in list.identities { try await folder.verify(identity) }
                try await folder.verify(list.identities[0], with: .rsaSHA256)
            }
        }
    }

    @Test(arguments: [["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"], ["-t", "ecdsa", "-b", "521"]])
    func theAgentSignsWithEveryKindOfKey(options: [String]) async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", options)
            try await folder.withAgent(holding: [path]) { socket in
                let list = try await IdentityList.gather(request(agent: agent(socket)))
                try await folder.verify(try #require(list.identities.first))
            }
        }
    }

    @Test func aKeyWhosePrivateHalfIsOnlyInTheAgentIsNamedByItsPublicOne() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key")
            try await folder.withAgent(holding: [path]) { socket in
                try folder.run("rm", path)
                for name in [path, path + ".pub"] {
                    let list = try await IdentityList.gather(request(named: [name], agent: agent(socket)))
                    let origins = list.identities.map(\.origin)
                    #expect(origins == [.agent(socket: socket, file: name)])
                }
            }
            await #expect(throws: IdentityError.notInAgent(path: path)) {
                try await IdentityList.gather(request(named: [path]))
            }
        }
    }

    @Test func aMissingAgentIsANoteWhereThereIsAKey() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key")
            let list = try await IdentityList.gather(request(defaults: [path]))
            #expect(list.notes == [.agent(.notConfigured)])
            #expect(list.identities.count == 1)
        }
    }

    @Test func whereNothingIsFoundTheNotesSayWhatWasLookedAt() async throws {
        try await TestFolder.with { folder in
            await #expect(throws: IdentityError.noIdentities([.agent(.notConfigured)])) {
                try await IdentityList.gather(request(defaults: IdentityRequest.defaultFiles(home: folder.path)))
            }
        }
    }

    @Test func aNamedFileThatIsUnusableIsAnErrorAndAConfiguredOneANote() async throws {
        try await TestFolder.with { folder in
            let good = try folder.key("good")
            let open = try folder.key("open")
            try folder.run("chmod", "644", open)
            let error = IdentityError.readableByOthers(path: open, mode: 0o644)
            await #expect(throws: error) { try await IdentityList.gather(request(named: [open], defaults: [good])) }
            let list = try await IdentityList.gather(request(configured: [open], defaults: [good]))
            #expect(list.notes.contains(.file(error)))
            #expect(list.identities.count == 1)
        }
    }

    @Test func certificatesAndShortKeysAreLeftOutWithANote() async throws {
        try await TestFolder.with { folder in
            let authority = try folder.key("authority")
            let key = try folder.key("key")
            let short = try folder.key("short", ["-t", "rsa", "-b", "1024"])
            try folder.run("ssh-keygen", "-q", "-s", authority, "-I", "me", "-n", "me", key + ".pub")
            try await folder.withAgent(holding: [key, short]) { socket in
                let list = try await IdentityList.gather(request(agent: agent(socket)))
                let offered = list.identities.map(\.publicKey)
                #expect(offered == [try folder.publicKey("key")])
                let certificate = try PublicKeyBlob(line: try folder.readText("key-cert.pub"))
                #expect(list.notes == [.certificate(certificate), .weakRSA(try folder.publicKey("short"), bits: 1024)])
            }
        }
    }

    @Test func noMoreAreOfferedThanTheServerTakes() async throws {
        try await TestFolder.with { folder in
            let keys = try (0..<4).map { try folder.key("key\($0)") }
            let list = try await IdentityList.gather(request(defaults: keys, limit: 2))
            #expect(list.identities.map(\.origin) == [.file(path: keys[0]), .file(path: keys[1])])
            let leftOut = try (2..<4).map { try folder.publicKey("key\($0)") }
            #expect(list.notes.last == .leftOut(leftOut, limit: 2))
        }
    }
}
