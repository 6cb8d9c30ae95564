import NIOCore
package import SSH

/// What a channel is to be opened for.
package enum Opening: Sendable {
    case program(ProgramRequest)
    case port(host: String, port: Int)

    /// Bytes of output that may come before more is granted, and milliseconds that it may take.
    package struct Terms: Sendable, Equatable {
        package var credit: Int
        package var limit: Int

        package init(credit: Int, limit: Int) {
            self.credit = credit
            self.limit = limit
        }
    }

    package func frame(_ channel: UInt32, _ terms: Terms) -> Frame {
        var writer = WireWriter()
        writer.uint32(UInt32(clamping: terms.credit))
        writer.uint32(UInt32(clamping: terms.limit))
        switch self {
        case .program(let request):
            write(request, &writer)
            return Frame(.start, channel, writer.bytes)
        case .port(let host, let port):
            writer.string(host)
            writer.uint32(UInt32(clamping: port))
            return Frame(.connect, channel, writer.bytes)
        }
    }

    package static func read(_ frame: Frame) throws(FrameError) -> (Opening, Terms) {
        var reader = WireReader(Array(frame.payload.readableBytesView))
        do throws(WireError) {
            let terms = Terms(credit: Int(try reader.uint32()), limit: Int(try reader.uint32()))
            let opening: Opening
            switch frame.kind {
            case .start: opening = .program(try request(&reader))
            case .connect: opening = .port(host: try reader.text(limit: 255), port: Int(try reader.uint32()))
            default: throw .malformed("no opening")
            }
            guard reader.remaining == 0 else { throw .malformed("more than an opening") }
            if case .port(_, let port) = opening, !(1...65_535).contains(port) { throw .malformed("no port") }
            return (opening, terms)
        } catch {
            throw .malformed
        }
    }

    private func write(_ request: ProgramRequest, _ writer: inout WireWriter) {
        switch request.program {
        case .command(let bytes):
            writer.byte(0)
            writer.string(bytes)
        case .shell: writer.byte(1)
        case .subsystem(let name):
            writer.byte(2)
            writer.string(name)
        }
        writer.boolean(request.terminal != nil)
        if let terminal = request.terminal {
            writer.string(terminal.type)
            writer.raw(terminal.size.bytes)
            writer.string(terminal.modes)
        }
        writer.uint32(UInt32(request.environment.count))
        for variable in request.environment {
            writer.string(variable.name)
            writer.string(variable.value)
        }
        writer.uint32(UInt32(clamping: request.window ?? 0))
    }

    private static func request(_ reader: inout WireReader) throws(WireError) -> ProgramRequest {
        let program: ProgramRequest.Program
        switch try reader.byte() {
        case 0: program = .command(Array(try reader.string(limit: Frame.longest)))
        case 1: program = .shell
        case 2: program = .subsystem(try reader.text(limit: 255))
        default: throw .malformed("an unknown kind of program")
        }
        var request = ProgramRequest(program)
        if try reader.boolean() {
            let type = try reader.text(limit: 255)
            let size = try TerminalSize.read(&reader)
            request.terminal = TerminalRequest(
                type: type, size: size, modes: Array(try reader.string(limit: 1024)))
        }
        let count = try reader.uint32()
        guard count <= mostVariables else { throw .malformed("too many variables") }
        for _ in 0..<count {
            request.environment.append(
                ProgramRequest.Variable(name: try reader.text(limit: 255), value: try reader.text(limit: 4096)))
        }
        let window = Int(try reader.uint32())
        if window > 0 { request.window = min(window, 64 << 20) }
        return request
    }

    static let mostVariables = 64
}

extension TerminalSize {
    package var bytes: [UInt8] {
        [columns, rows, width, height].flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    package static func read(_ reader: inout WireReader) throws(WireError) -> TerminalSize {
        let bytes = Array(try reader.take(8))
        func number(_ at: Int) -> UInt16 { UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1]) }
        return TerminalSize(columns: number(0), rows: number(2), width: number(4), height: number(6))
    }
}
