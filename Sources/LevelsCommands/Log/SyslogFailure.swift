import Fleet
import Inventory
import Journal
import NIOCore
import SSH

/// Why a machine's syslog took no line.
struct SyslogFailure: Error {
    /// Lower case, no final stop; not escaped.
    let text: String
    let hint: String?

    init(_ text: String, hint: String? = nil) {
        self.text = text
        self.hint = hint
    }

    /// - Parameter exit: of ``SyslogCommand/command``; nil where it went without a word.
    init(exit: ExitReport?, said: [UInt8]) {
        switch exit {
        case .status(ExitStatus.refused.rawValue):
            self.init(
                "the key that was let in may not write to it",
                hint: "levels-ssh apply, by whoever keeps the access: it puts the lines there that allow it")
        case .status(127):
            self.init("there is no logger(1)", hint: "install util-linux (Debian: bsdutils) on the bastion")
        case .status(let code):
            let first = said.prefix { $0 != UInt8(ascii: "\n") }.prefix(200)
            let words = first.isEmpty ? "" : ": " + String(decoding: first, as: UTF8.self)
            self.init("logger ended with \(code)\(words)", hint: "look whether the bastion has a syslog")
        case .signal(let name): self.init("logger was ended by signal \(name.prefix(20))")
        case nil: self.init("logger ended without a word")
        }
    }
}

extension Connection {
    /// Hands lines to the syslog of the machine. Nil where all were taken.
    func log(_ lines: [JournalLine]) async -> SyslogFailure? {
        var rest = lines[...]
        while !rest.isEmpty {
            var bytes: [UInt8] = []
            while let line = rest.first {
                let next = line.forSyslog + [UInt8(ascii: "\n")]
                guard bytes.count + next.count <= SyslogCommand.mostBytes else { break }
                bytes += next
                rest.removeFirst()
            }
            do throws(SSHError) {
                let said = try await run(
                    SyslogCommand.command, input: ByteBuffer(bytes: bytes), limit: 4096, within: .seconds(10))
                guard said.exit == .status(0) else {
                    return SyslogFailure(exit: said.exit, said: said.errorOutput)
                }
            } catch {
                return SyslogFailure("it did not answer in time, or the connection was lost")
            }
        }
        return nil
    }
}

extension JournalLine {
    /// As it stands in the journal; of one that syslog would cut short, what finds it there.
    var forSyslog: [UInt8] {
        let whole = bytes
        guard whole.count > SyslogCommand.longestLine else { return whole }
        return Array(
            "{\"n\":\(number),\"event\":\"\(entry.event)\",\"head\":\"\(JournalHead(of: self))\",\"bytes\":\(whole.count)}"
                .utf8)
    }
}
