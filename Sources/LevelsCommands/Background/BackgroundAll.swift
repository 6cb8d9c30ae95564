import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// All background processes of this user.
struct BackgroundAll {
    let places = BackgroundPlace.all(environment: ProcessEnvironment.read())

    /// Asks each that is alive. What one that has died left behind is taken away.
    func ask(_ request: BackgroundRequest) throws(CommandFailure) -> [BackgroundReply] {
        var replies: [BackgroundReply] = []
        for place in places {
            guard let client = try BackgroundClient.to(place) else {
                try place.tidy()
                continue
            }
            // One that was leaving when we came has nothing to tell.
            if let reply = client.ask(request) { replies.append(reply) }
        }
        return replies
    }

    func tunnels() throws(CommandFailure) -> [KeptTunnel] {
        try ask(.list).flatMap { reply -> [KeptTunnel] in
            if case .listed(let tunnels) = reply { tunnels } else { [] }
        }.sorted { $0.name < $1.name }
    }
}

extension BackgroundPlace {
    /// Takes away the socket of one that has died; not that of one that is about to listen.
    func tidy() throws(CommandFailure) {
        guard let lock = try FileLock(ifFree: living) else { return }
        unlink(socket)
        lock.release()
    }
}
