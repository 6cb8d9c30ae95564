/// What the background holds, in the format that was asked for.
extension Reporter {
    func said(_ line: String) {
        if format == .text { talk.say(line) }
    }

    func opened(_ tunnel: KeptTunnel, wasThere: Bool) {
        switch format {
        case .text:
            if wasThere { talk.say("\(tunnel.name) is open already, since \(tunnel.since)") }
            if let url = tunnel.url { talk.data(url) }
        case .json:
            talk.data(EventJSON.event("opened", tunnel.members([:]) + [("was_open", .boolean(wasThere))]).line)
        }
    }

    func kept(_ tunnels: [KeptTunnel]) {
        let processes = LocalProcess.ofConnections(from: Set(tunnels.flatMap(\.clients).compactMap(\.port)))
        switch format {
        case .json:
            talk.data(
                EventJSON.event("listed", [("tunnels", .array(tunnels.map { .object($0.members(processes)) }))]).line)
        case .text:
            let rows = tunnels.map { tunnel in
                [
                    tunnel.name, tunnel.url ?? "-", "\(tunnel.bastion ?? "?") > \(tunnel.host ?? "?")",
                    tunnel.state.rawValue, Duration.seconds(tunnel.seconds).words, "\(tunnel.clients.count) now",
                    "\(tunnel.served) gone",
                ].map(Escaped.text)
            }
            for (tunnel, line) in zip(tunnels, TextTable.lines(rows)) {
                talk.data(line)
                for client in tunnel.clients { talk.data("  " + client.words(processes)) }
                if let end = tunnel.lastEnd { talk.data("  last connection: " + Escaped.text(end)) }
                if let loss = tunnel.lastLoss { talk.data("  last outage: " + Escaped.text(loss)) }
            }
        }
    }
}

extension KeptTunnel.Client {
    fileprivate func words(_ processes: [Int: LocalProcess]) -> String {
        let process = port.flatMap { processes[$0] }
        let who = process.map { "\(Escaped.text($0.name)) (\($0.pid))" } ?? "a process"
        return "\(who): \(ByteCount(bytes: received).words) received, \(ByteCount(bytes: sent).words) sent, "
            + "for \(Duration.seconds(seconds).words)"
    }

    fileprivate func members(_ processes: [Int: LocalProcess]) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [("client", .integer(id))]
        if let process = port.flatMap({ processes[$0] }) {
            members += [("pid", .integer(Int(process.pid))), ("process", .string(process.name))]
        }
        return members + [
            ("received_bytes", .unsigned(received)), ("sent_bytes", .unsigned(sent)),
            ("age_ms", .milliseconds(.seconds(seconds))),
        ]
    }
}

extension KeptTunnel {
    /// What is not known is left out.
    fileprivate func members(_ processes: [Int: LocalProcess]) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [
            ("name", .string(name)), ("env", .string(environment)), ("database", .string(database)),
            ("instance", .string(isReader ? "reader" : "writer")), ("state", .string(state.rawValue)),
            ("since", .string(since)), ("age_ms", .milliseconds(.seconds(seconds))),
        ]
        if let port { members.append(("port", .integer(port))) }
        for (name, value) in [
            ("url", url), ("socket", socket), ("bastion", bastion), ("host", host), ("last_end", lastEnd),
            ("last_loss", lastLoss),
        ] {
            if let value { members.append((name, .string(value))) }
        }
        return members + [
            ("clients", .array(clients.map { .object($0.members(processes)) })), ("served", .integer(served)),
            ("received_bytes", .unsigned(received)), ("sent_bytes", .unsigned(sent)),
        ]
    }
}
