import Foundation
import Inventory
import Testing
import Tunnel

@testable import LevelsCommands

private let failure = TunnelFailure(
    hop: .database("main"), message: "no answer", hint: "ask \"the\" \\ admin", exit: .tryAgain)

@Suite struct EventJSONTests {
    static let lines: [(TunnelEvent, String)] = [
        (.dialling(.bastion("b:22")), #"{"event":"dialling","hop":"bastion","at":"b:22"}"#),
        (
            .connected(.host("app-1"), took: .microseconds(431_207), algorithms: "aes128-ctr", key: nil),
            #"{"event":"connected","hop":"host","at":"app-1","took_ms":431.207,"algorithms":"aes128-ctr"}"#
        ),
        (.listening(.unix(path: "/run/s")), #"{"event":"listening","socket":"/run/s"}"#),
        (
            .ready(.loopback(port: 13306), took: .seconds(2)),
            #"{"event":"ready","host":"127.0.0.1","port":13306,"url":"u:","took_ms":2000}"#
        ),
        (
            .failedOver(from: .local, reason: failure),
            #"{"event":"failed_over","hop":"local","reason":{"hop":"database","at":"main","cause":"no answer","#
                + #""hint":"ask \"the\" \\ admin"}}"#
        ),
        (
            .lost(failure),
            #"{"event":"lost","hop":"database","at":"main","cause":"no answer","hint":"ask \"the\" \\ admin"}"#
        ),
        (
            .reconnecting(attempt: 1, after: .microseconds(500)),
            #"{"event":"reconnecting","attempt":1,"after_ms":0.5}"#
        ),
        (.recovered(took: .microseconds(10)), #"{"event":"recovered","took_ms":0.01}"#),
        (.clientOpened(id: 1), #"{"event":"client_opened","client":1}"#),
        (
            .clientClosed(id: 1, received: .max, sent: 0, after: .milliseconds(1), reason: "r"),
            #"{"event":"client_closed","client":1,"received_bytes":18446744073709551615,"sent_bytes":0,"#
                + #""after_ms":1,"reason":"r"}"#
        ),
        (.clientRefused(reason: "uid 7"), #"{"event":"client_refused","reason":"uid 7"}"#),
        (.closing(.finished), #"{"event":"closing","reason":"finished"}"#),
        (.closing(.lease), #"{"event":"closing","reason":"lease"}"#),
        (.closing(.idle), #"{"event":"closing","reason":"idle"}"#),
        (.closing(.failed), #"{"event":"closing","reason":"failed"}"#),
    ]

    @Test(arguments: lines) func eventsAreObjects(_ event: TunnelEvent, _ line: String) {
        #expect(EventJSON(url: { _ in "u:" }).value(event).line == line)
    }

    @Test func aFailureIsTheLastEvent() {
        #expect(
            EventJSON.failed(.tunnel(failure)).line
                == #"{"event":"failed","hop":"database","at":"main","cause":"no answer","#
                + #""hint":"ask \"the\" \\ admin","exit":75}"#)
        #expect(
            EventJSON.failed(.signalled(15)).line == #"{"event":"failed","cause":"ended by signal 15","exit":143}"#)
    }

    @Test func aClientsEndIsAnEvent() {
        #expect(EventJSON.clientEnded(.exited(3)).line == #"{"event":"client_ended","exit":3}"#)
        #expect(EventJSON.clientEnded(.signalled(9)).line == #"{"event":"client_ended","signal":9,"exit":137}"#)
    }

    @Test func anyTextSurvivesAndNoneMovesTheCursor() throws {
        let text = String(String.UnicodeScalarView((0...0x2fff).compactMap(Unicode.Scalar.init))) + "\u{feff}\u{1f600}"
        let line = JSONValue.object([("a\u{0}\"", .string(text))]).line
        #expect(!line.unicodeScalars.contains(where: Escaped.isUnsafe))
        let read = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(read["a\u{0}\""]?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }
}
