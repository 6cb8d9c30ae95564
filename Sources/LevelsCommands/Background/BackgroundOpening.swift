import Inventory
import Tunnel

/// Has a tunnel opened by the background process, of whatever version that is.
struct BackgroundOpening {
    let start: BackgroundStart
    let reporter: Reporter

    func open(_ words: [String]) throws -> (KeptTunnel, wasThere: Bool) {
        try open(words) { reporter.said($0) }
    }

    private func open(_ words: [String], said: (String) -> Void) throws -> (KeptTunnel, wasThere: Bool) {
        for _ in 0..<3 {
            let client = try start.connect()
            switch client.ask(.open(words: words), said: said) {
            case .opened(let tunnel, let wasThere): return (tunnel, wasThere)
            case .failed(let failure): throw failure.asCommandFailure
            case .otherVersion(let version): try replace(version)
            case .said, .listed, .closed, .retired, .busy: throw CommandFailure.bug("an answer to another question")
            case nil:
                // It was about to go when we came, or has died: its lock is free when it has gone.
                try FileLock(start.place.living).release()
            }
        }
        throw CommandFailure.tunnel(
            TunnelFailure(
                hop: .local, message: "the background process ends whenever it is asked", hint: "levels-ssh logs",
                exit: .unavailable))
    }

    /// What the other version holds is opened anew by this one, unless somebody uses it.
    private func replace(_ version: String) throws {
        guard let client = try BackgroundClient.to(start.place) else { return }
        switch client.ask(.retire) {
        case .retired(let opened):
            reporter.said("the background process of version \(version) has made room")
            // The one that has made room may listen for a moment yet, and answers nobody.
            for words in opened {
                do { _ = try open(words) { _ in } } catch {
                    reporter.said("not opened again: \(CommandFailure(error).message)")
                }
            }
        case .busy(let clients):
            throw CommandFailure.tunnel(
                TunnelFailure(
                    hop: .local,
                    message: "the background process is of version \(version), and \(clients) connections use it",
                    hint: "levels-ssh close --all, once they may end", exit: .tryAgain))
        case .said, .opened, .listed, .closed, .failed, .otherVersion:
            throw CommandFailure.tunnel(
                TunnelFailure(
                    hop: .local, message: "the background process of version \(version) is not understood",
                    hint: "levels-ssh close --all", exit: .unavailable))
        case nil: return
        }
    }
}

extension BackgroundFailure {
    var asCommandFailure: CommandFailure {
        .tunnel(
            TunnelFailure(
                hop: hop ?? .local, message: message, hint: hint, exit: ExitStatus(rawValue: exit) ?? .unavailable))
    }
}
