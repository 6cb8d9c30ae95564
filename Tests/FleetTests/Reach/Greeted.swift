import Inventory
import NIOCore
import NIOPosix
import SSH
import Testing

@testable import Fleet
@testable import LevelsLab
@testable import Reach

/// What a machine was asked, and what came of it.
extension MachineVisit {
    func value() throws -> Value { try result.get() }

    var isInterrupted: Bool {
        if case .failure(let failure) = result, case .interrupted = failure.reason { true } else { false }
    }
}

func output(of reached: Reached) async -> String? {
    await output(of: reached.session, saying: "hello, \(reached.machine.role.rawValue)")
}

func output(of session: any Connection, saying text: String) async -> String? {
    let over = try? await session.run("cat", input: ByteBuffer(string: text), limit: 1000, within: .seconds(60))
    return over.map { String(decoding: $0.output, as: UTF8.self) }
}
