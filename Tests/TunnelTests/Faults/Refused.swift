import Inventory
import LevelsLab
import SSH
import Synchronization
import Testing
import Tunnel

/// A way not to get through, and what is to be said of it.
struct Refused: Sendable, CustomTestStringConvertible {
    let name: String
    let exit: CommandExit
    let hop: @Sendable (TunnelOptions) -> Hop
    let message: String
    let hint: String
    /// Gives what has to live for as long as the attempt.
    let arrange: @Sendable (Grounds, inout TunnelOptions) async throws -> (any Sendable)?

    var testDescription: String { name }

    private static let bastion: @Sendable (TunnelOptions) -> Hop = { .bastion($0.vpc.bastions[0].address.description) }
    private static let host: @Sendable (TunnelOptions) -> Hop = { .host($0.environment.hosts.list[0].name) }
    private static let database: @Sendable (TunnelOptions) -> Hop = { .database($0.database.name) }
    private static let local: @Sendable (TunnelOptions) -> Hop = { _ in .local }

    private static let silent = Result { try ReservedPort() }

    static let arrange: @Sendable (inout LabOptions) -> Void = { options in
        // All that is refused here is refused at once, and would be more logins than sshd has patience for.
        options.bastionConfig = ["MaxStartups 100"]
        options.hostConfig = ["MaxStartups 100"]
        options.targets.append(LabTarget(name: "nameless", host: "nowhere.invalid", port: 3306))
        options.targets.append(LabTarget(name: "down", host: "127.0.0.1", port: (try? silent.get().port) ?? 1))
    }

    static let all: [Refused] = [
        Refused(
            name: "a bastion's name that does not resolve", exit: .unavailable, hop: bastion,
            message: "the name nowhere.invalid does not resolve", hint: "your DNS"
        ) { _, options in
            options.declare(bastions: [
                Bastion(address: try HostPort("nowhere.invalid:22"), hostKeys: options.vpc.bastions[0].hostKeys)
            ])
            return nil
        },
        Refused(
            name: "a bastion where nobody listens", exit: .unavailable, hop: bastion, message: "refused the connection",
            hint: "is the machine up?"
        ) { _, options in
            let port = try silent.get().port
            options.declare(bastions: [
                Bastion(address: try HostPort("127.0.0.1:\(port)"), hostKeys: options.vpc.bastions[0].hostKeys)
            ])
            return nil
        },
        Refused(
            name: "a bastion that says nothing", exit: .unavailable, hop: bastion,
            message: "accepted the connection but did not speak", hint: "may be hung"
        ) { _, options in
            let server = try await FarServer { while try await $0.next() != nil {} }
            options.patience.handshake = .milliseconds(300)
            options.declare(bastions: [
                Bastion(address: try HostPort("127.0.0.1:\(server.port)"), hostKeys: options.vpc.bastions[0].hostKeys)
            ])
            return server
        },
        Refused(
            name: "a bastion of which no key is known", exit: .protocolMismatch, hop: bastion,
            message: "no host key of it is known", hint: "declare it as hostKey"
        ) { _, options in
            options.declare(bastions: [Bastion(address: options.vpc.bastions[0].address, hostKeys: [])])
            return nil
        },
        Refused(
            name: "a key that the bastion does not know", exit: .refused, hop: bastion,
            message: "refused the key offered for", hint: "whether your key is there"
        ) { grounds, options in
            options.identities.configured = [try await grounds.strangersKey()]
            return nil
        },
        Refused(
            name: "an account that the host does not admit", exit: .refused, hop: host,
            message: "refused the key offered for nobody", hint: "name another with --identity"
        ) { _, options in
            options.declare(hosts: HostGroup(user: "nobody", list: options.environment.hosts.list))
            return nil
        },
        Refused(
            name: "a host where nobody listens", exit: .unavailable, hop: host,
            message: "cannot be reached from bastion",
            hint: "is the host up"
        ) { grounds, options in
            try await grounds.lab.server("host-3").kill()
            let gone = try #require(try grounds.options().environment.hosts.list.last)
            options.declare(hosts: HostGroup(user: options.environment.hosts.user, list: [gone]))
            return nil
        },
        Refused(
            name: "no key at all", exit: .refused, hop: local, message: "no key to log in with",
            hint: "ssh-keygen -t ed25519"
        ) { _, options in
            options.identities.configured = []
            return nil
        },
        Refused(
            name: "an agent that hangs", exit: .refused, hop: local, message: "did not answer within 1 s",
            hint: "ssh-agent"
        ) { grounds, options in
            let agent = try await SilentAgent(path: "\(grounds.lab.folder)/client/agent")
            options.identities.configured = []
            options.identities.agent = .success(
                AgentClient(path: agent.path, group: agent.group, answerWithin: .seconds(1)))
            return agent
        },
        Refused(
            name: "a wrong passphrase", exit: .refused, hop: local, message: "wrong passphrase for",
            hint: "ssh-keygen -y -f"
        ) { grounds, options in
            try await lockKey(grounds, &options, WrongPassphrase())
            return nil
        },
        Refused(
            name: "a host that does not forward", exit: .refused, hop: host,
            message: "does not allow forwarding to database",
            hint: "PermitOpen"
        ) { _, options in
            try options.declare(target: "127.0.0.1:9", named: "forbidden")
            return nil
        },
        Refused(
            name: "a database that is down", exit: .unavailable, hop: database, message: ": Connection refused",
            hint: "is the database up"
        ) { grounds, options in
            let declared = try grounds.options("down")
            try options.declare(target: declared.target.description, named: "down")
            return nil
        },
        Refused(
            name: "a database's name that the host cannot resolve", exit: .unavailable, hop: database,
            message: "Name or service not known", hint: "its name in levels.yaml right as seen from the host"
        ) { _, options in
            try options.declare(target: "nowhere.invalid:3306", named: "nameless")
            return nil
        },
        Refused(
            name: "a database that speaks something else", exit: .protocolMismatch, hop: database,
            message: "does not speak postgres", hint: "a postgres server"
        ) { grounds, options in
            try options.declare(target: "127.0.0.1:\(grounds.echo.port)", named: "events")
            options.database = Database(
                name: "events", engine: .postgres, writer: options.target, reader: nil, databaseName: nil, user: nil,
                password: nil, localPort: nil)
            options.declare(databases: [options.database])
            return nil
        },
        Refused(
            name: "a database that says nothing", exit: .tryAgain, hop: database,
            message: "accepted the connection but said nothing", hint: "a mysql server"
        ) { grounds, options in
            try options.declare(target: "127.0.0.1:\(grounds.meeting.server.port)", named: "main")
            options.patience.open = .milliseconds(800)
            options.database = Database(
                name: "main", engine: .mysql, writer: options.target, reader: nil, databaseName: nil, user: nil,
                password: nil, localPort: nil)
            options.declare(databases: [options.database])
            return nil
        },
    ]

    /// Has only a key offered that a server takes and whose passphrase is another.
    static func lockKey(_ grounds: Grounds, _ options: inout TunnelOptions, _ passphrases: WrongPassphrase) async throws
    {
        options.identities.configured = [try await grounds.lockedKey(passphrase: "the right one")]
        options.identities.passphrases = passphrases
    }
}

/// Answers, and wrongly.
final class WrongPassphrase: PassphraseSource {
    let attempts = 2
    private let count = Mutex(0)

    var times: Int { count.withLock { $0 } }

    func passphrase(for request: PassphraseRequest) async throws(PassphraseError) -> Secret {
        count.withLock { $0 += 1 }
        var bytes = Array("the wrong one".utf8)
        return Secret(taking: &bytes)
    }
}
