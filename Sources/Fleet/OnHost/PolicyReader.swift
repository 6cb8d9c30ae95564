internal import AuthorizedKeys

/// Reads what ``HostScript/policy`` has answered, strictly: any line that it would not have written refuses the whole.
public struct PolicyReader {
    static let mostFiles = 512
    static let mostSteps = 8192
    /// Of what is read of a file, in bytes.
    static let largestFile = 1 << 18

    private let request: PolicyRequest
    private var lines: AnswerLines
    private var order: [ReadingStep] = []
    /// Directives that sshd was started with.
    private var arguments: Set<String> = []
    /// Whether it goes by the same in every case.
    private var isUniform = false

    public static func read(_ answer: [UInt8], to request: PolicyRequest) throws(AnswerError) -> MeasuredPolicy {
        let lines = try AnswerLines(answer, limit: PolicyRequest.answerLimit)
        var reader = PolicyReader(request: request, lines: lines)
        return try reader.policy()
    }

    private init(request: PolicyRequest, lines: AnswerLines) {
        self.request = request
        self.lines = lines
    }

    private mutating func need(_ word: String) throws(AnswerError) -> AnswerLine {
        let line = try lines.line()
        guard line.word == word else { throw line.error }
        return line
    }

    private mutating func policy() throws(AnswerError) -> MeasuredPolicy {
        let asLine = try need("as")
        let isRoot = try asLine.number(asLine.rest) == 0
        let client = try need("client")
        guard let own = String(validating: client.rest, as: UTF8.self) else { throw client.error }
        arguments = Self.directives(try need("arguments").rest)
        var cases: [PolicyCase] = []
        var silence: RawText?
        for wanted in request.cases {
            let line = try need("case")
            let address = wanted.address ?? own
            guard line.rest.elementsEqual("\(wanted.user) \(address)".utf8) else { throw line.error }
            switch try found(cases.last) {
            case .failure(let said): silence = silence ?? said.words
            case .success(let found):
                cases.append(
                    PolicyCase(user: wanted.user, address: address, settings: found.settings, places: found.places))
            }
        }
        var line = try need("files")
        line = try lines.line()
        var statuses: [FileStatus] = []
        while line.word == "stat" {
            guard statuses.count < Self.mostFiles else { throw .tooLong(limit: Self.mostFiles) }
            statuses.append(try FileStatus(line))
            line = try lines.line()
        }
        let main = try mainFile(&line, statuses)
        guard line.bytes.elementsEqual("end".utf8) else { throw line.error }
        return MeasuredPolicy(
            isRoot: isRoot, cases: cases, files: Self.files(statuses, cases), main: main, order: order,
            silence: silence, left: isUniform ? 0 : request.wanted - request.cases.count)
    }

    private struct Silence: Error {
        let words: RawText
    }

    private typealias Found = (settings: EffectiveSettings, places: [String: SettingPlace])

    /// - Parameter before: the case in front of it, for which sshd has said the same.
    private mutating func found(_ before: PolicyCase?) throws(AnswerError) -> Result<Found, Silence> {
        let line = try lines.line()
        switch line.word {
        case "same", "again":
            guard let before else { throw line.error }
            if line.word == "same" { isUniform = true }
            return .success((before.settings, before.places))
        case "noset": return .failure(Silence(words: line.restText))
        case "settings": break
        default: throw line.error
        }
        var values: [UInt8] = []
        var trace = SettingTrace()
        var count = 0
        while true {
            let line = try lines.line()
            if line.bytes.elementsEqual([UInt8(ascii: ".")]) { break }
            count += 1
            guard count <= Self.mostSteps else { throw .tooLong(limit: Self.mostSteps) }
            if line.word.hasPrefix("debug") {
                trace.note(line.rest)
            } else {
                values += line.bytes + [UInt8(ascii: "\n")]
            }
        }
        guard let settings = EffectiveSettings(values) else { throw line.error }
        if order.isEmpty { order = trace.order }
        // It does not say of these where they come from, and they go before everything.
        let given = arguments.map { ($0, SettingPlace.commandLine) }
        return .success((settings, trace.places.merging(given) { $1 }))
    }

    /// Of `-o PermitRootLogin=yes -f /etc/ssh/sshd_config`, in lower case.
    private static func directives(_ arguments: ArraySlice<UInt8>) -> Set<String> {
        var names: Set<String> = []
        var isOption = false
        for word in arguments.split(separator: 0x20).prefix(256) {
            let option = isOption ? word : word.starts(with: "-o".utf8) ? word.dropFirst(2) : []
            isOption = option.isEmpty && word.elementsEqual("-o".utf8)
            let name = option.prefix { $0 != UInt8(ascii: "=") }
            if !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self).lowercased()) }
        }
        return names
    }

    private mutating func mainFile(
        _ line: inout AnswerLine, _ statuses: [FileStatus]
    ) throws(AnswerError) -> MainFile? {
        guard line.word == "main" else { return nil }
        let path = line.restText
        line = try lines.line()
        guard line.word == "folder" else { return nil }
        guard let folder = String(validating: line.rest, as: UTF8.self), folder.utf8.first == UInt8(ascii: "/"),
            folder.utf8.count <= 4096, !folder.utf8.contains(0)
        else { throw line.error }
        let bytes = try shown()
        line = try lines.line()
        let dropIn: MainFile.DropIn
        switch line.word {
        case "dropin": dropIn = try shown().map { .regular($0) } ?? .odd
        case "nodropin": dropIn = .absent(hasFolder: true)
        case "nofolder": dropIn = .absent(hasFolder: false)
        case "oddfolder": dropIn = .odd
        default: throw line.error
        }
        line = try lines.line()
        return MainFile(
            path: path, folder: folder, bytes: bytes, status: statuses.first { $0.path == path }, dropIn: dropIn)
    }

    /// A file's bytes; nil where it was not read.
    private mutating func shown() throws(AnswerError) -> [UInt8]? {
        let line = try lines.line()
        if line.word == "unread" { return nil }
        guard line.word == "bytes" else { throw line.error }
        let size = Int(try line.number(line.rest))
        guard size <= Self.largestFile else { throw .tooLong(limit: Self.largestFile) }
        return try lines.file(size: size)
    }

    /// Everything that is no host key is a file of configuration.
    private static func files(_ statuses: [FileStatus], _ cases: [PolicyCase]) -> [ConfigFile] {
        let keys = Set(cases.flatMap { $0.settings.values["hostkey"] ?? [] })
        return statuses.map { status in
            let path = String(decoding: status.path.bytes, as: UTF8.self)
            let kind: ConfigFile.Kind =
                keys.contains(path)
                ? .privateHostKey
                : path.hasSuffix(".pub") && keys.contains(String(path.dropLast(4))) ? .publicHostKey : .config
            return ConfigFile(status: status, kind: kind)
        }
    }
}
