import ArgumentParser
import Inventory
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The background process of a VPC: what `open` starts, and nobody types.
struct BackgroundRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "background", abstract: "Hold tunnels of a VPC in the background.", shouldDisplay: false)

    @Option var config: String
    @Option var vpc: String
    @Option(transform: DurationArgument.init) var linger: DurationArgument?

    mutating func run() throws {
        InheritedDescriptors.closeGiven()
        let environment = ProcessEnvironment.read()
        let place: BackgroundPlace
        let lock: FileLock
        let log: Int32
        do {
            place = BackgroundPlace(vpc: vpc, file: config, environment: environment)
            _ = try PrivateFolder.path(environment: environment)
            // An earlier one that is leaving is waited for; as long as we live there is no other.
            lock = try FileLock(place.living)
            log = try BackgroundLog.open(place, environment)
        } catch {
            Talk().data(CommandFailure(error).message)
            throw ExitCode(CommandFailure(error).exitCode)
        }
        let talk = Talk(output: log, errors: log)
        // No folder is held busy.
        _ = chdir("/")
        CoreDumps.forbid()
        let keeper = Keeper(
            .current, vpc: vpc, file: config, environment: environment,
            Reporter(talk: talk, format: .text, verbose: false))
        let server = KeeperServer(socket: place.socket, keeper: keeper, linger: linger?.duration ?? .seconds(30))
        SignalWatch.run { signals in
            do {
                let code = try await signals.interruptible {
                    try await server.run {
                        talk.data("\(JournalKeeper.now) \(OwnProgram.version) holds tunnels of \(place.name)")
                        Talk().data(BackgroundStart.ready)
                        let null = open("/dev/null", O_WRONLY)
                        dup2(null, STDOUT_FILENO)
                        close(null)
                    }
                    return Int32(0)
                }
                await leave(place, keeper, lock, talk)
                return code
            } catch {
                await leave(place, keeper, lock, talk)
                let failure = CommandFailure(error)
                Talk().data(failure.message)
                talk.data("\(JournalKeeper.now) \(failure.message)")
                return failure.exitCode
            }
        }
    }
}

private func leave(_ place: BackgroundPlace, _ keeper: Keeper, _ lock: FileLock, _ talk: Talk) async {
    // Nobody listens any more: whoever finds no socket waits for the lock, and starts another.
    unlink(place.socket)
    await keeper.closeAll()
    talk.data("\(JournalKeeper.now) gone")
    lock.release()
}
