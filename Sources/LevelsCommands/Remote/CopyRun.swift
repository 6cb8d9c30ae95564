import ArgumentParser
import Inventory
import Reach
import Remote
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `levels-ssh copy`: a file to a host, or from one.
struct CopyRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy a file to a host behind the bastion, or from one.",
        usage: """
            levels-ssh copy --env NAME [options] FILE HOST:PATH
            levels-ssh copy --env NAME [options] HOST:PATH FILE
            """,
        discussion: """
            The file is put together beside its place, compared by SHA-256, and moved there in one step: what was there \
            before stays whole until then. The same command again goes on where one that was cut off has ended. A path \
            that is not absolute begins in the far account's home; one that is a folder keeps the file's name. Folders \
            go as archives through exec, or by rsync with ssh-config.
            """)

    @OptionGroup
    var options: RemoteOptions

    @Argument(help: ArgumentHelp("A file, or HOST:PATH.", valueName: "source"), completion: .file())
    var source: String

    @Argument(help: ArgumentHelp("Where it goes: HOST:PATH, or a file.", valueName: "destination"), completion: .file())
    var destination: String

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: .text, verbose: options.verbose)
        let (work, far, isUpload): (RemoteWork, FarPath, Bool)
        do {
            let ends = (FarPath(source), FarPath(destination))
            switch ends {
            case (nil, let end?): (far, isUpload) = (end, true)
            case (let end?, nil): (far, isUpload) = (end, false)
            default: throw CommandFailure.usage("one of the two is HOST:PATH, and the other a file here", hint: nil)
            }
            let plan = try RemotePlan.make(
                options, hosts: [far.host], rooms: .current, variables: ProcessEnvironment.read(),
                prompt: TerminalPrompt.ifPossible(talk))
            if options.verbose { reporter.notes(plan.notes) }
            work = RemoteWork(command: "copy", plan: plan, rooms: .current, reporter: reporter)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        let (source, destination) = (source, destination)
        SignalWatch.run { signals in
            await work.run(program: isUpload ? "to \(far.path)" : "from \(far.path)", signals) { reached, _ in
                let progress = CopyProgress(talk)
                let copy = FileCopy(at: reached) { progress.note($0, of: $1) }
                do {
                    let hash =
                        isUpload
                        ? try await copy.upload(source, to: far.path)
                        : try await copy.download(far.path, to: destination)
                    progress.end()
                    if reporter.verbose { talk.say("SHA-256 \(hash)") }
                    return 0
                } catch let failure as CopyFailure {
                    progress.end()
                    throw TunnelFailure(
                        hop: failure.side == .local ? .local : .host(far.host), message: failure.message,
                        hint: failure.hint, exit: failure.isWorthAnotherTry ? .tryAgain : .badData)
                }
            }
        }
    }
}

/// `HOST:PATH`. What has a slash before its first colon is a path here, as scp(1) has it.
private struct FarPath {
    let host: String
    let path: String

    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex, !text[..<colon].contains("/") else {
            return nil
        }
        host = String(text[..<colon])
        let path = String(text[text.index(after: colon)...])
        self.path = path.isEmpty ? "." : path
    }
}

/// How far a copy has come, in one line of a terminal that is written over; nothing where stderr is no terminal.
private struct CopyProgress: Sendable {
    private let talk: Talk
    private let isShown: Bool

    init(_ talk: Talk) {
        self.talk = talk
        isShown = (ProcessEnvironment.read()["TERM"] ?? "dumb") != "dumb" && isatty(talk.errors) == 1
    }

    func note(_ done: Int, of size: Int) {
        guard isShown, size > 0 else { return }
        let words = [done, size].map { ByteCount(bytes: UInt64(max(0, $0))).words }
        talk.overwrite("\(min(100, done * 100 / size)) %, \(words[0]) of \(words[1])")
    }

    func end() {
        if isShown { talk.overwrite(nil) }
    }
}
