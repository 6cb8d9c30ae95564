import SSH

/// What a visitor asks the background process for, and what it has checked by itself before.
struct LoanRequest: Equatable {
    enum Purpose: UInt8 {
        /// A session with one of the hosts.
        case host
        /// The one with the bastion, towards the only host.
        case bastion
    }

    var purpose: Purpose
    /// SHA-256 of levels.yaml as the visitor has it.
    var file: String
    var environment: String
    /// In the order in which they are wanted.
    var hosts: [String]
    /// Whether programs have to be reached by signals.
    var needsSignals: Bool
    /// With what the visitor would log in by itself.
    var login: LoginChoice

    static let mostHosts = 4096

    var bytes: [UInt8] {
        var writer = WireWriter()
        writer.byte(purpose.rawValue)
        writer.string(file)
        writer.string(environment)
        writer.strings(hosts)
        writer.boolean(needsSignals)
        writer.strings(login.identities)
        writer.strings([login.agent, login.home])
        return writer.bytes
    }

    init(
        _ purpose: Purpose, file: String, environment: String, hosts: [String], needsSignals: Bool, login: LoginChoice
    ) {
        self.purpose = purpose
        self.file = file
        self.environment = environment
        self.hosts = hosts
        self.needsSignals = needsSignals
        self.login = login
    }

    /// Nil for what is no request.
    init?(_ bytes: [UInt8]) {
        var reader = WireReader(bytes)
        do throws(WireError) {
            guard let purpose = Purpose(rawValue: try reader.byte()) else { return nil }
            self.purpose = purpose
            file = try reader.text(limit: 64)
            environment = try reader.text(limit: 256)
            hosts = try reader.strings(most: Self.mostHosts, limit: 256)
            needsSignals = try reader.boolean()
            let identities = try reader.strings(most: 64, limit: 4096)
            let places = try reader.strings(most: 2, limit: 4096)
            guard places.count == 2, reader.remaining == 0 else { return nil }
            login = LoginChoice(identities: identities, agent: places[0], home: places[1])
        } catch {
            return nil
        }
    }
}

/// Where the keys come from that somebody logs in with.
struct LoginChoice: Equatable {
    /// Absolute paths; empty where none were named.
    var identities: [String]
    /// The agent's socket.
    var agent: String
    /// Where the usual keys are.
    var home: String

    init(identities: [String], agent: String, home: String) {
        self.identities = identities
        self.agent = agent
        self.home = home
    }

    init(identities: [String], environment: [String: String]) {
        self.init(
            identities: identities.map(AbsolutePath.of), agent: environment["SSH_AUTH_SOCK"] ?? "",
            home: environment["HOME"] ?? "")
    }
}

/// What the background process answers to one that it grants.
struct LoanGrant: Equatable {
    /// Which of the hosts.
    var host: Int
    var user: String
    /// The address of the bastion on the way.
    var bastion: String
    /// How the host's server names itself.
    var greeting: String
    /// What the logins on the way were made with, in wire form.
    var keys: [[UInt8]]

    var bytes: [UInt8] {
        var writer = WireWriter()
        writer.uint32(UInt32(clamping: host))
        writer.string(user)
        writer.string(bastion)
        writer.string(greeting)
        writer.uint32(UInt32(keys.count))
        for key in keys { writer.string(key) }
        return writer.bytes
    }

    init(host: Int, user: String, bastion: String, greeting: String, keys: [[UInt8]]) {
        self.host = host
        self.user = user
        self.bastion = bastion
        self.greeting = greeting
        self.keys = keys
    }

    init?(_ bytes: [UInt8]) {
        var reader = WireReader(bytes)
        do throws(WireError) {
            host = Int(try reader.uint32())
            user = try reader.text(limit: 256)
            bastion = try reader.text(limit: 300)
            greeting = try reader.text(limit: 512)
            let count = try reader.uint32()
            guard count <= 2 else { return nil }
            keys = []
            for _ in 0..<count { keys.append(Array(try reader.string(limit: PublicKeyBlob.limit))) }
            guard reader.remaining == 0 else { return nil }
        } catch {
            return nil
        }
    }
}

extension WireWriter {
    fileprivate mutating func strings(_ all: [String]) {
        uint32(UInt32(all.count))
        for text in all { string(text) }
    }
}

extension WireReader {
    fileprivate mutating func strings(most: Int, limit: Int) throws(WireError) -> [String] {
        let count = try uint32()
        guard count <= most else { throw .tooLong(length: Int(count), limit: most) }
        var all: [String] = []
        for _ in 0..<count { all.append(try text(limit: limit)) }
        return all
    }
}

extension LoanGrant {
    /// The keys; what is none is left out.
    var logins: [PublicKeyBlob] { keys.compactMap { try? PublicKeyBlob($0) } }
}
