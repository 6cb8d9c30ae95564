import Inventory
import LevelsLab
import Testing

@testable import Tunnel

@Suite("database check")
struct DatabaseCheckTests {
    private static let greeting: [UInt8] = [10, 0, 0, 0, 10] + Array("11.4.2-MariaDB".utf8)

    private static func packet(_ payload: [UInt8]) -> [UInt8] {
        [UInt8(payload.count & 0xff), UInt8(payload.count >> 8), 0, 0] + payload
    }

    @Test("a MySQL greeting is an answer, as soon as its version is there")
    func mysqlGreets() {
        #expect(DatabaseCheck.judge(Self.greeting, .mysql) == .answers)
        for count in 0..<5 { #expect(DatabaseCheck.judge(Array(Self.greeting.prefix(count)), .mysql) == .more) }
        #expect(DatabaseCheck.judge(Array(Self.greeting.prefix(5)), .mysql) == .answers)
    }

    @Test("a MySQL error is a refusal in the server's words, with an SQL state or without")
    func mysqlRefuses() {
        let plain = Self.packet([0xff, 0x10, 0x04] + Array("Too many connections".utf8))
        let stated = Self.packet([0xff, 0x10, 0x04] + Array("#08004Too many connections".utf8))
        #expect(DatabaseCheck.judge(plain, .mysql) == .refuses("Too many connections"))
        #expect(DatabaseCheck.judge(stated, .mysql) == .refuses("Too many connections"))
        for count in 0..<plain.count { #expect(DatabaseCheck.judge(Array(plain.prefix(count)), .mysql) == .more) }
    }

    @Test("a MySQL error that is cut short, empty, or longer than any is neither a crash nor an answer")
    func mysqlHostile() {
        #expect(DatabaseCheck.judge(Self.packet([0xff, 1, 2]), .mysql) == .refuses(""))
        #expect(DatabaseCheck.judge(Self.packet([0xff, 1, 2, UInt8(ascii: "#")]), .mysql) == .refuses(""))
        for length in 0..<3 { #expect(DatabaseCheck.judge([UInt8(length), 0, 0, 0, 0xff], .mysql) == .nonsense) }
        #expect(DatabaseCheck.judge([0xff, 0xff, 0xff, 0, 0xff], .mysql) == .nonsense)
        #expect(DatabaseCheck.judge(Array("SSH-2.0-OpenSSH".utf8), .mysql) == .nonsense)
    }

    @Test("PostgreSQL says in one letter whether it takes TLS, and either is an answer")
    func postgres() {
        #expect(DatabaseCheck.judge([UInt8(ascii: "S")], .postgres) == .answers)
        #expect(DatabaseCheck.judge([UInt8(ascii: "N")], .postgres) == .answers)
        #expect(DatabaseCheck.judge([], .postgres) == .more)
        #expect(DatabaseCheck.judge(Self.greeting, .postgres) == .nonsense)
    }

    @Test("whatever comes, of any length, is judged")
    func anything() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...40, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if bytes.count > 4, Bool.random(using: &generator) { bytes.replaceSubrange(1..<5, with: [0, 0, 0, 0xff]) }
            for engine in [.mysql, .postgres] as [Database.Engine] { _ = DatabaseCheck.judge(bytes, engine) }
        }
    }
}
