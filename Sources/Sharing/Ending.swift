package import SSH

/// How a channel ended, or why none was opened, as it is told to a visitor: what somebody does about it, not all that is
/// known of it.
package enum Ending {
    package static func bytes(_ end: ChannelEnd) -> [UInt8] {
        var writer = WireWriter()
        switch end {
        case .byServer(nil): writer.byte(0)
        case .byServer(.status(let code)):
            writer.byte(1)
            writer.uint32(UInt32(bitPattern: code))
        case .byServer(.signal(let name)):
            writer.byte(2)
            writer.string(clipped(name))
        case .byUs: writer.byte(3)
        case .sessionEnded(let error):
            writer.byte(4)
            writer.raw(bytes(error))
        }
        return writer.bytes
    }

    package static func end(_ bytes: [UInt8]) throws(FrameError) -> ChannelEnd {
        var reader = WireReader(bytes)
        do throws(WireError) {
            switch try reader.byte() {
            case 0: return .byServer(exit: nil)
            case 1: return .byServer(exit: .status(Int32(bitPattern: try reader.uint32())))
            case 2: return .byServer(exit: .signal(try reader.text(limit: 256)))
            case 3: return .byUs
            case 4: return .sessionEnded(try error(&reader))
            default: throw .malformed("an unknown end")
            }
        } catch {
            throw .malformed
        }
    }

    package static func bytes(_ error: SSHError) -> [UInt8] {
        var writer = WireWriter()
        switch error {
        case .channelRefused(let refusal):
            writer.byte(0)
            writer.uint32(refusal.reason.code)
            writer.string(clipped(refusal.description))
        case .requestDenied(let what):
            writer.byte(1)
            writer.string(clipped(what))
        case .timedOut: writer.byte(2)
        case .peerDead: writer.byte(3)
        case .disconnected(let last):
            writer.byte(4)
            writer.uint32(last.reason)
            writer.string(clipped(last.description))
        case .library(let code, let text):
            writer.byte(5)
            writer.uint32(UInt32(bitPattern: code))
            writer.string(clipped(text))
        case .unreachable, .closed, .turnedAway, .hostKey, .greeting, .algorithms, .refused, .identity: writer.byte(6)
        }
        return writer.bytes
    }

    package static func error(_ bytes: [UInt8]) throws(FrameError) -> SSHError {
        var reader = WireReader(bytes)
        do throws(WireError) { return try error(&reader) } catch { throw .malformed }
    }

    private static func error(_ reader: inout WireReader) throws(WireError) -> SSHError {
        switch try reader.byte() {
        case 0:
            let code = try reader.uint32()
            return .channelRefused(
                OpenRefusal(reason: OpenRefusal.Reason(code: code), description: try reader.text(limit: 4096)))
        case 1: return .requestDenied(try reader.text(limit: 4096))
        case 2: return .timedOut(.established)
        case 3: return .peerDead
        case 4:
            let reason = try reader.uint32()
            return .disconnected(Disconnect(reason: reason, description: try reader.text(limit: 4096)))
        case 5:
            let code = Int32(bitPattern: try reader.uint32())
            return .library(code: code, text: try reader.text(limit: 4096))
        case 6: return .closed(.established)
        default: throw .malformed("an unknown error")
        }
    }
}

/// A server's words, as many as somebody wants to read.
private func clipped(_ text: String) -> String { String(decoding: text.utf8.prefix(1024), as: UTF8.self) }

extension OpenRefusal.Reason {
    /// RFC 4254, section 5.1.
    fileprivate var code: UInt32 {
        switch self {
        case .administrativelyProhibited: 1
        case .connectFailed: 2
        case .unknownChannelType: 3
        case .resourceShortage: 4
        case .other(let code): code
        }
    }

    fileprivate init(code: UInt32) {
        switch code {
        case 1: self = .administrativelyProhibited
        case 2: self = .connectFailed
        case 3: self = .unknownChannelType
        case 4: self = .resourceShortage
        default: self = .other(code)
        }
    }
}
