import NIOCore
import Reach
import Remote
import SSH
import Sharing

/// Serves one visitor: hears what is wanted, lends it, and passes frames until either side has had enough.
struct LoanDesk: Sendable {
    let keeper: Keeper
    let socket: any NIOCore.Channel

    /// What is lent, while it is.
    private enum Lent: Sendable {
        case host(Reached)
        case bastion(any Connection)
    }

    /// - Parameters:
    ///   - first: bytes that have come already.
    ///   - inbound: the rest.
    func serve(_ first: ByteBuffer, _ inbound: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator)
        async throws
    {
        var reader = FrameReader()
        reader.append(first)
        send(Frame(.hello))
        guard let ask = try await Self.next(&reader, &inbound), ask.kind == .ask,
            let request = LoanRequest(Array(ask.payload.readableBytesView))
        else { return }
        let loan: Loan
        do throws(LoanRefusal) { loan = try await keeper.loan(request) } catch { return refuse(error.reason) }
        let (offers, offer) = AsyncStream<Lent>.makeStream()
        let (stay, leave) = AsyncStream<Never>.makeStream()
        // Nobody cancels it: whoever is cancelled while something is opened on a session ends that for all.
        let lending = Task {
            defer { offer.finish() }
            return await Self.lend(loan) { lent in
                offer.yield(lent)
                for await _ in stay {}
            }
        }
        for await lent in offers {
            guard let visit = await begin(lent, loan) else { break }
            do {
                while let frame = try await Self.next(&reader, &inbound) { try visit.take(frame) }
            } catch {
                // Whoever does not keep to what was agreed is not heard any more.
            }
            visit.end()
            break
        }
        leave.finish()
        if let failure = await lending.value {
            await loan.household.forget()
            refuse(failure)
        }
    }

    private static func next(
        _ reader: inout FrameReader, _ inbound: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws -> Frame? {
        while true {
            if let frame = try reader.next() { return frame }
            guard let bytes = try await inbound.next(isolation: #isolation) else { return nil }
            reader.append(bytes)
        }
    }

    /// Why nothing could be lent; nil where something was.
    private static func lend(_ loan: Loan, _ body: @escaping @Sendable (Lent) async -> Void) async -> String? {
        do {
            switch loan.purpose {
            case .host: try await withHost(loan.machines, loan.options) { await body(.host($0)) }
            case .bastion:
                guard let machine = loan.machines.first else { return "no host is named" }
                try await withBastion(towards: machine, loan.options) { await body(.bastion($0)) }
            }
            return nil
        } catch {
            return (error as? Unreached)?.message ?? CommandFailure(error).message
        }
    }

    private func begin(_ lent: Lent, _ loan: Loan) async -> Visit? {
        let session: Session?
        let grant: LoanGrant
        var mustMark = !Library.canSendSignals
        switch lent {
        case .host(let reached):
            session = reached.session as? Session
            let place = loan.machines.firstIndex(of: reached.machine).map { loan.places[$0] } ?? 0
            grant = LoanGrant(
                host: place, user: reached.user, bastion: reached.bastion, greeting: reached.greeting,
                keys: reached.keys.map(\.bytes))
            mustMark = mustMark || !reached.passesSignalsOn
        case .bastion(let connection):
            session = connection as? Session
            let key = await session?.acceptedKey
            grant = LoanGrant(host: 0, user: "", bastion: "", greeting: "", keys: key.map { [$0.bytes] } ?? [])
        }
        guard let session else { return nil }
        if mustMark, loan.needsSignals, await session.refusedVariables.contains(Self.mark) {
            refuse("signals could not be passed on to one program among others there")
            return nil
        }
        let marks = mustMark
        let visit = Visit(
            session, output: socket, mayReach: { loan.mayReach($0, $1) }, tag: marks ? Self.newMark : nil
        ) { channel, name, token in
            await Self.pass(name, to: channel, token, over: session, marks)
        }
        send(Frame(.granted, 0, grant.bytes))
        visit.begin()
        return visit
    }

    /// A name that servers take where they take locales, as Debian's does (sshd_config(5), AcceptEnv).
    private static let mark = "LC_LEVELS_SSH"

    private static let newMark: @Sendable () -> ProgramRequest.Variable = {
        ProgramRequest.Variable(name: mark, value: String(UInt64.random(in: .min ... .max), radix: 16))
    }

    private static func pass(
        _ name: String, to channel: SSH.Channel, _ token: String?, over session: Session, _ mustMark: Bool
    ) async {
        if !mustMark, channel.signal(name) { return }
        guard let token else { return }
        let script = RemoteSignal.script(name, mark: ProgramRequest.Variable(name: mark, value: token))
        // Whether it worked is seen by whether the program ends.
        _ = try? await session.run(script, limit: 4096, within: .seconds(5))
    }

    private func send(_ frame: Frame) { socket.writeAndFlush(frame.bytes, promise: nil) }

    private func refuse(_ reason: String) { send(Frame(.refused, 0, Array(reason.utf8.prefix(512)))) }
}
