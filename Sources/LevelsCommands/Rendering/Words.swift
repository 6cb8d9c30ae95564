import Tunnel

/// How the values of a tunnel are called in talk.
extension Hop {
    /// `bastion bastion-a.example.net:22`, as it begins a line.
    var words: String {
        switch self {
        case .local: "this machine"
        case .bastion(let address): "bastion " + Escaped.text(address)
        case .host(let name): "host " + Escaped.text(name)
        case .database(let name): "database " + Escaped.text(name)
        }
    }
}

extension LocalEndpoint {
    /// Where a person would point a client.
    var words: String {
        switch self {
        case .loopback(let port): "127.0.0.1:\(port)"
        case .unix(let path): Escaped.text(path)
        }
    }
}

extension ClosingReason {
    var words: String {
        switch self {
        case .finished: "closing"
        case .lease: "closing: the time that --for allowed is over"
        case .idle: "closing: nothing moved for as long as --idle allows"
        case .failed: "closing: the tunnel cannot be kept"
        }
    }
}

extension Duration {
    /// For people: `43 ms`, `1.2 s`, `3 min 20 s`.
    var words: String {
        let (seconds, attoseconds) = components
        switch seconds {
        case ..<1: return "\(max(0, attoseconds / 1_000_000_000_000_000)) ms"
        case ..<60: return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s"
        case ..<3600: return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
        default:
            let minutes = seconds % 3600 / 60
            return minutes == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(minutes) min"
        }
    }
}

/// An amount of data, for people: `17 B`, `4.0 KiB`, `1.2 MiB`.
struct ByteCount {
    let bytes: UInt64

    var words: String {
        guard bytes >= 1024 else { return "\(bytes) B" }
        var unit = 0
        var scaled = bytes
        var rest: UInt64 = 0
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        scaled = bytes / 1024
        rest = bytes % 1024
        while scaled >= 1024, unit < units.count - 1 {
            rest = scaled % 1024
            scaled /= 1024
            unit += 1
        }
        return "\(scaled).\(rest * 10 / 1024) \(units[unit])"
    }
}
