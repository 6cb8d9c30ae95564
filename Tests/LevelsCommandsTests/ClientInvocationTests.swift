import Inventory
import Testing
import Tunnel

@testable import LevelsCommands

@Suite struct ClientInvocationTests {
    static func target(
        _ engine: Database.Engine, _ endpoint: LocalEndpoint = .loopback(port: 13306), user: String? = "app_ro",
        database: String? = "levels"
    ) -> DatabaseTarget {
        DatabaseTarget(
            environment: "dev", name: "main", engine: engine, server: "db.example.net", databaseName: database,
            user: user, endpoint: endpoint)
    }

    private let secret = Secret("s3cret".utf8)

    private func make(
        _ command: [String], _ target: DatabaseTarget, password: Secret? = Secret("s3cret".utf8),
        environment: [String: String] = [:], withheld: Set<String> = [], databaseURL: Bool = false
    ) throws -> (arguments: [String], environment: [String: String], secret: String?) {
        let made = try ClientInvocation.make(
            command: command, target: target, password: password, environment: environment, withheld: withheld,
            databaseURL: databaseURL)
        return (
            made.arguments.map { $0.resolved("/F") }, made.environment.mapValues { $0.resolved("/F") },
            made.secret.map { String(decoding: $0.revealed, as: UTF8.self) }
        )
    }

    @Test func aMySQLClientGetsTheOptionFileFirstAndTheUsersWordsLast() throws {
        let made = try make(["/usr/bin/mariadb", "-e", "select 1"], Self.target(.mysql))
        #expect(
            made.arguments == [
                "--defaults-extra-file=/F", "--host=127.0.0.1", "--port=13306", "--protocol=tcp", "--user=app_ro",
                "--database=levels", "-e", "select 1",
            ])
        #expect(made.secret == "[client]\npassword=\"s3cret\"\n")
    }

    @Test func onlyTheShellsAreToldTheDatabase() throws {
        let made = try make(["mysqldump", "levels"], Self.target(.mysql))
        #expect(!made.arguments.contains { $0.hasPrefix("--database") })
        #expect(made.arguments.last == "levels")
    }

    @Test func withoutAPasswordThereIsNoFile() throws {
        let made = try make(["mysql", "--no-defaults", "-N"], Self.target(.mysql, user: nil), password: nil)
        #expect(
            made.arguments == [
                "--no-defaults", "--host=127.0.0.1", "--port=13306", "--protocol=tcp", "--database=levels", "-N",
            ])
        #expect(made.secret == nil)
    }

    @Test(arguments: ["--no-defaults", "--defaults-file=/x", "--defaults-extra-file=/x"])
    func anOptionFileOfTheUsersExcludesOurs(_ option: String) {
        let taken = String(option.prefix { $0 != "=" })
        #expect(throws: ClientFailure.optionFileTaken(taken)) { try make(["mysql", option], Self.target(.mysql)) }
    }

    @Test func aMySQLClientOnASocketIsWarnedOf() throws {
        let made = try ClientInvocation.make(
            command: ["mysql"], target: Self.target(.mysql, .unix(path: "/run/s")), password: nil, environment: [:])
        #expect(made.arguments.prefix(2) == ["--protocol=socket", "--socket=/run/s"])
        #expect(made.warning?.contains("caching_sha2_password") == true)
    }

    @Test func aPostgreSQLClientKeepsTheNameForTLS() throws {
        let made = try make(
            ["psql", "-c", "select 1"], Self.target(.postgres),
            environment: ["PGSERVICE": "x", "PGPASSWORD": "x", "PGSSLMODE": "verify-full"])
        #expect(made.arguments == ["-c", "select 1"])
        let postgres = made.environment.filter { $0.key.hasPrefix("PG") }
        #expect(
            postgres == [
                "PGHOST": "db.example.net", "PGHOSTADDR": "127.0.0.1", "PGPORT": "13306", "PGUSER": "app_ro",
                "PGDATABASE": "levels", "PGPASSFILE": "/F", "PGSSLMODE": "verify-full",
            ])
        #expect(
            made.secret == """
                db.example.net:13306:*:app_ro:s3cret
                127.0.0.1:13306:*:app_ro:s3cret
                localhost:13306:*:app_ro:s3cret

                """)
    }

    @Test func aPostgreSQLSocketIsAFolderAndAPort() throws {
        let made = try make(["psql"], Self.target(.postgres, .unix(path: "/run/x/.s.PGSQL.5432")))
        #expect(made.environment["PGHOST"] == "/run/x")
        #expect(made.environment["PGPORT"] == "5432")
        #expect(made.environment["PGHOSTADDR"] == nil)
        #expect(throws: ClientFailure.socketUnusable(program: "psql", path: "/run/x/db.sock")) {
            try make(["psql"], Self.target(.postgres, .unix(path: "/run/x/db.sock")))
        }
    }

    @Test func anyClientFindsTheDatabaseInItsEnvironmentButNoPassword() throws {
        let made = try make(
            ["sh"], Self.target(.tcp),
            environment: ["DB_PW": "s3cret", "LEVELS_DB_SOCKET": "/another", "HOME": "/h"], withheld: ["DB_PW"])
        #expect(
            made.environment == [
                "LEVELS_ENV": "dev", "LEVELS_DB_ENGINE": "tcp", "LEVELS_DB_HOST": "127.0.0.1",
                "LEVELS_DB_PORT": "13306", "LEVELS_DB_USER": "app_ro", "LEVELS_DB_NAME": "levels", "HOME": "/h",
            ])
        #expect(made.secret == nil)
    }

    @Test(arguments: [(["psql"], Database.Engine.mysql), (["mysql"], .postgres), (["mysql"], .tcp)])
    func aClientOfAnotherEngineGetsNoPassword(_ command: [String], _ engine: Database.Engine) throws {
        let made = try make(command, Self.target(engine))
        #expect(made.arguments.isEmpty && made.secret == nil)
    }

    @Test func aDatabaseURLIsGivenOnRequest() throws {
        let made = try make(["sh"], Self.target(.mysql), password: Secret("p@:/ \u{e4}".utf8), databaseURL: true)
        #expect(made.environment["DATABASE_URL"] == "mysql://app_ro:p%40%3A%2F%20%C3%A4@127.0.0.1:13306/levels")
    }

    @Test(arguments: [("mysql", "a\u{0}b"), ("psql", "a\u{0}b"), ("psql", "a\nb"), ("psql", "a\rb")])
    func aPasswordThatCannotBeHandedOverIsRefused(_ program: String, _ password: String) {
        let engine: Database.Engine = program == "psql" ? .postgres : .mysql
        #expect {
            try make([program], Self.target(engine), password: Secret(password.utf8))
        } throws: { error in
            guard case .passwordUnusable = error as? ClientFailure else { return false }
            return true
        }
    }

    static let urls: [(DatabaseTarget, String)] = [
        (target(.mysql), "mysql://app_ro@127.0.0.1:13306/levels"),
        (target(.mysql, user: nil, database: nil), "mysql://127.0.0.1:13306/"),
        (target(.mysql, .unix(path: "/r/s")), "mysql://app_ro@localhost/levels?socket=%2Fr%2Fs"),
        (target(.postgres), "postgresql://app_ro@127.0.0.1:13306/levels"),
        (
            target(.postgres, .unix(path: "/r/.s.PGSQL.7")),
            "postgresql://app_ro@/levels?host=%2Fr&port=7"
        ),
        (target(.tcp), "tcp://127.0.0.1:13306"),
        (target(.tcp, .unix(path: "/r/a b")), "unix:/r/a%20b"),
        (target(.mysql, user: "a@b", database: "l/\n"), "mysql://a%40b@127.0.0.1:13306/l%2F%0A"),
    ]

    @Test(arguments: urls) func theURLHasNoPassword(_ target: DatabaseTarget, _ url: String) {
        #expect(DatabaseURL.line(target) == url)
    }
}
