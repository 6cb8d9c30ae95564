import NIOCore
import SSH
import Testing

@testable import Sharing

@Suite("Visits, with a real sshd")
struct VisitTests {
    @Test func aProgramHasItsStreamsAndItsExitCode() async throws {
        try await VisitStage.with { stage in
            let visitor = try await stage.visitor()
            let heard = Heard()
            let channel = try await visitor.run("cat; echo apart >&2; exit 42", heard)
            channel.write(ByteBuffer(string: "hello"))
            channel.finishWriting()
            let words = await heard.all()
            #expect(words.output == Array("hello".utf8) && words.errors == Array("apart\n".utf8))
            guard case .byServer(.status(42)) = words.end else {
                Issue.record("\(String(describing: words.end))")
                return
            }
            #expect(await visitor.hasBegun)
            visitor.close()
        }
    }

    @Test func bytesArriveAsTheyWereSentBothWays() async throws {
        try await VisitStage.with { stage in
            let visitor = try await stage.visitor()
            let heard = Heard()
            let sent = (0..<(5 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
            let channel = try await visitor.run("cat", heard)
            channel.write(ByteBuffer(bytes: sent))
            channel.finishWriting()
            let output = await heard.all().output
            #expect(output == sent)
            visitor.close()
        }
    }

    /// Who does not keep to what was granted is cut off, and nobody else notices.
    @Test(arguments: [
        Frame(.data, 1, [UInt8](repeating: 0, count: Visit.credit + 1)), Frame(.granted), Frame(.closed, 1),
        Frame(.grant, 1, count: 1 << 30), Frame(.grant, 1, [1]), Frame(.start, 1, [0, 0]), Frame(.connect, 2, []),
        Frame(.signal, 1, Array("TERM; reboot".utf8)), Frame(.resize, 1, [1]),
    ])
    func aVisitorWhoDoesNotKeepToWhatWasAgreedIsCutOff(_ frame: Frame) async throws {
        try await VisitStage.with { stage in
            let (bad, good) = (try await stage.visitor(), try await stage.visitor())
            let (unheard, heard) = (Heard(), Heard())
            _ = try await bad.run("cat", credit: 0, unheard)
            let channel = try await good.run("cat", heard)
            bad.send(frame)
            _ = await bad.ended()
            guard case .sessionEnded = await unheard.all().end else {
                Issue.record("the program goes on")
                return
            }
            channel.write(ByteBuffer(string: "still here"))
            channel.finishWriting()
            let output = await heard.all().output
            #expect(output == Array("still here".utf8))
            good.close()
        }
    }

    @Test func aSessionThatEndsIsTold() async throws {
        try await VisitStage.with { stage in
            let visitor = try await stage.visitor()
            let heard = Heard()
            _ = try await visitor.run("sleep 300", heard)
            stage.session.close()
            guard case .sessionEnded = await heard.all().end else {
                Issue.record("it goes on")
                return
            }
            _ = await visitor.ended()
            #expect(await visitor.hasBegun)
        }
    }

    /// What a server would not open is not begun, and may be tried elsewhere.
    @Test func whatWasRefusedHasNotBegun() async throws {
        try await VisitStage.with(["MaxSessions 1"]) { stage in
            let (first, second) = (try await stage.visitor(), try await stage.visitor())
            _ = try await first.run("sleep 300", Heard())
            await #expect(throws: SSHError.self) { _ = try await second.run("true", Heard()) }
            #expect(await !second.hasBegun)
            first.close()
            second.close()
        }
    }

    /// Port 2 by the server, port 3 by whoever keeps the session.
    @Test(arguments: [2, 3]) func aPortThatIsRefusedHasNotBegun(_ port: Int) async throws {
        try await VisitStage.with(["PermitOpen 127.0.0.1:1"]) { stage in
            let visitor = try await stage.visitor()
            do throws(SSHError) {
                _ = try await visitor.openTCP(to: "127.0.0.1", port: port, credit: 0, within: VisitStage.limit) { _ in }
                Issue.record("it was opened")
            } catch {
                guard case .channelRefused(let refusal) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(refusal.reason == .administrativelyProhibited)
            }
            #expect(await !visitor.hasBegun)
            visitor.close()
        }
    }
}
