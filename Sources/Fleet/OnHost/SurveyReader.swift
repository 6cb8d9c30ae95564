public import AuthorizedKeys

/// Reads what ``HostScript/survey`` has answered, strictly: any line that it would not have written refuses the whole.
public struct SurveyReader {
    static let mostFiles = 64
    static let mostSettings = 4096
    static let mostStatuses = 8192
    /// The largest file that is sent, in bytes.
    static let largestFile = 1 << 20

    private let request: SurveyRequest
    private var lines: AnswerLines
    private var current: AnswerLine

    /// - Parameter greeting: the version of the sshd that let us in, as it has named itself; what its program says of
    ///   itself is taken without it.
    public static func read(
        _ answer: [UInt8], to request: SurveyRequest, greeting: SSHDVersion? = nil
    ) throws(AnswerError) -> MeasuredMachine {
        let lines = try AnswerLines(answer, limit: SurveyRequest.answerLimit)
        var reader = SurveyReader(request, lines)
        return try reader.machine(greeting)
    }

    private init(_ request: SurveyRequest, _ lines: AnswerLines) {
        self.request = request
        self.lines = lines
        current = AnswerLine(bytes: [], number: 0)
    }

    private mutating func advance() throws(AnswerError) { current = try lines.line() }

    /// The line if it begins with this word; the next one is then looked at.
    private mutating func take(_ word: String) throws(AnswerError) -> AnswerLine? {
        guard current.word == word else { return nil }
        let line = current
        try advance()
        return line
    }

    private mutating func need(_ word: String) throws(AnswerError) -> AnswerLine {
        guard let line = try take(word) else { throw current.error }
        return line
    }

    private mutating func machine(_ greeting: SSHDVersion?) throws(AnswerError) -> MeasuredMachine {
        try advance()
        let asLine = try need("as")
        let isRoot = try asLine.number(asLine.rest) == 0
        let clock = try Self.clock(try need("clock"))
        let server = try need("sshd")
        let serverFields = try server.fields(2)
        let isKnown = serverFields[0].elementsEqual("listener".utf8)
        guard isKnown || serverFields[0].elementsEqual("default".utf8) else { throw server.error }
        let client = try need("client")
        guard let address = String(validating: client.rest, as: UTF8.self), address.utf8.count <= 64,
            address.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) || ".:%".utf8.contains($0)
            })
        else { throw client.error }
        let state = try take("state").map { line throws(AnswerError) in try Self.path(line) }
        let pending = try take("lock").map(Self.pending)
        let last = try take("last").flatMap(Self.settled)
        var found: [FoundAccount] = []
        for user in request.users { found.append(try account(user, before: found.last)) }
        _ = try need("files")
        let files = try surveyedFiles()
        guard current.bytes.elementsEqual("end".utf8) else { throw current.error }
        return MeasuredMachine(
            isRoot: isRoot, clock: clock,
            server: SSHServer(
                version: greeting ?? found.lazy.compactMap(\.version).first, command: RawText(serverFields[1]),
                isKnown: isKnown),
            clientAddress: address, stateFolder: state, pending: pending, last: last,
            revokedKeys: state.flatMap { files.data[RawText($0 + "/revoked_keys")] }.map { FileHash(of: $0) },
            accounts: found.map { $0.measured(files) })
    }

    static func clock(_ line: AnswerLine) throws(AnswerError) -> HostClock {
        let fields = try line.fields(2)
        let zone = Array(fields[1])
        guard zone.count == 5, zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-") else { throw line.error }
        let hours = try line.number(zone[1..<3])
        let minutes = try line.number(zone[3..<5])
        let east = hours * 3600 + minutes * 60
        return HostClock(
            seconds: try line.number(fields[0]), secondsEastOfUTC: zone[0] == UInt8(ascii: "-") ? -east : east)
    }

    static func pending(_ line: AnswerLine) throws(AnswerError) -> PendingChange {
        let fields = try line.fields(6)
        guard let state = PendingChange.State(rawValue: String(decoding: fields[0], as: UTF8.self)) else {
            throw line.error
        }
        let holder = fields[5].elementsEqual([UInt8(ascii: "-")]) ? [] : Hexadecimal.bytes(fields[5])
        guard let holder, holder.count <= ChangeRequest.longestHolder else { throw line.error }
        return PendingChange(
            state: state, isAlive: try line.number(fields[1]) != 0, age: try line.numberIfAny(fields[2]),
            began: try line.numberIfAny(fields[3]), token: ChangeToken(String(decoding: fields[4], as: UTF8.self)),
            holder: RawText(holder))
    }

    /// Nil where somebody has spoilt the file: it is told of for people's sake only.
    static func settled(_ line: AnswerLine) -> SettledChange? {
        guard let fields = try? line.fields(3), let token = ChangeToken(String(decoding: fields[0], as: UTF8.self)),
            let at = try? line.number(fields[2])
        else { return nil }
        switch String(decoding: fields[1], as: UTF8.self) {
        case "confirmed": return SettledChange(token: token, isConfirmed: true, at: at)
        case "reverted": return SettledChange(token: token, isConfirmed: false, at: at)
        default: return nil
        }
    }

    /// - Parameter before: the account in front of it, for which sshd may have said the same.
    private mutating func account(_ user: String, before: FoundAccount?) throws(AnswerError) -> FoundAccount {
        guard let line = try take("account") else { throw current.error }
        guard line.rest.elementsEqual(user.utf8) else { throw line.error }
        var account = FoundAccount(user: user)
        guard let passwd = try take("passwd") else {
            account.settings = before?.settings ?? account.settings
            return account
        }
        let fields = try passwd.fields(3)
        guard let uid = UInt32(exactly: try passwd.number(fields[0])),
            let gid = UInt32(exactly: try passwd.number(fields[1]))
        else { throw passwd.error }
        account.entry = PasswordEntry(user: uid, group: gid, home: RawText(fields[2]))
        account.home = try take("home").map { line throws(AnswerError) in try Self.path(line) }
        if try take("same") != nil {
            guard let before else { throw current.error }
            account.settings = before.settings
        } else if let line = try take("noset") {
            account.settings = SSHDSettings(values: [:], problem: line.restText)
        } else {
            _ = try need("settings")
            try settings(of: &account)
        }
        while let line = try take("file") {
            guard account.files.count < Self.mostFiles else { throw .tooLong(limit: Self.mostFiles) }
            account.files.append(try place(line))
        }
        return account
    }

    /// A path that goes back to the host: as a line, so it has no line feed; and as text.
    private static func path(_ line: AnswerLine) throws(AnswerError) -> String {
        guard let path = String(validating: line.rest, as: UTF8.self), path.utf8.first == UInt8(ascii: "/"),
            path.utf8.count <= 4096, !path.utf8.contains(0)
        else { throw line.error }
        return path
    }

    /// Everything that `sshd -T` says, and what it says while it is at it, up to a line with a full stop.
    private mutating func settings(of account: inout FoundAccount) throws(AnswerError) {
        var values: [String: RawText] = [:]
        var ports: Set<Int> = []
        var count = 0
        while try take(".") == nil {
            count += 1
            guard count <= Self.mostSettings else { throw .tooLong(limit: Self.mostSettings) }
            if current.rest.starts(with: "sshd version ".utf8), current.word == "debug1:" {
                account.version = SSHDVersion(greeting: String(decoding: current.rest.dropFirst(13), as: UTF8.self))
            } else if let word = EffectiveSettings.folded(current.word.utf8) {
                if values[word] == nil { values[word] = current.restText }
                if word == "port", let port = Int(String(decoding: current.rest, as: UTF8.self)),
                    (1...65535).contains(port)
                {
                    ports.insert(port)
                }
            }
            try advance()
        }
        account.settings = SSHDSettings(values: values, ports: ports)
    }

    private mutating func place(_ line: AnswerLine) throws(AnswerError) -> FoundAccount.Place {
        var place = FoundAccount.Place(path: line.restText)
        guard let folder = try take("folder").map({ line throws(AnswerError) in try Self.path(line) }) else {
            place.kind = try take("odd") != nil ? .special : try take("closed") != nil ? .unreadable : .missing
            return place
        }
        place.folder = folder
        place.link = try take("link").map { line throws(AnswerError) in
            guard let target = Hexadecimal.bytes(line.rest) else { throw line.error }
            return RawText(target.last == UInt8(ascii: "\n") ? target.dropLast() : target)
        }
        return place
    }

    /// What they are, what room there is around them, and what is in them: of all files at once.
    private mutating func surveyedFiles() throws(AnswerError) -> SurveyedFiles {
        var files = SurveyedFiles()
        var count = 0
        while let line = try take("stat") {
            count += 1
            guard count <= Self.mostStatuses else { throw .tooLong(limit: Self.mostStatuses) }
            let status = try FileStatus(line)
            if files.statuses[status.path] == nil { files.statuses[status.path] = status }
        }
        while let line = try take("free") {
            count += 1
            guard count <= Self.mostStatuses else { throw .tooLong(limit: Self.mostStatuses) }
            let fields = try line.fields(3)
            let size = try line.number(fields[1])
            let (bytes, overflow) = try line.number(fields[0]).multipliedReportingOverflow(by: size)
            files.free[RawText(fields[2])] = overflow ? .max : bytes
        }
        if try take("attributes") != nil {
            while try take(".") == nil {
                let flags = current.bytes.prefix { $0 != 0x20 }
                if !Set(flags).isDisjoint(with: "ia".utf8) { files.immutable.insert(current.restText) }
                try advance()
            }
        }
        var sizes: [(path: RawText, size: Int)] = []
        while let line = try take("data") {
            let fields = try line.fields(2)
            let size = Int(try line.number(fields[0]))
            guard size <= Self.largestFile, sizes.count < Self.mostFiles else { throw .tooLong(limit: Self.mostFiles) }
            sizes.append((RawText(fields[1]), size))
        }
        if !sizes.isEmpty {
            guard current.word == "bytes" else { throw current.error }
            // Of several files in one it is not known where one ends once one of them has grown.
            var bytes = try lines.file(size: sizes.reduce(0) { $0 + $1.size })[...]
            try advance()
            for (path, size) in sizes {
                files.data[path] = Array(bytes.prefix(size))
                bytes = bytes.dropFirst(size)
            }
        }
        return files
    }
}

extension FileStatus {
    /// As stat(1) is asked to write it: type and permissions, owner, group, bytes, links, path.
    init(_ line: AnswerLine) throws(AnswerError) {
        let fields = try line.fields(6)
        guard let mode = UInt32(exactly: try line.number(fields[0], radix: 16)),
            let owner = UInt32(exactly: try line.number(fields[1])),
            let group = UInt32(exactly: try line.number(fields[2]))
        else { throw line.error }
        self.init(
            path: RawText(fields[5]), mode: mode, owner: owner, group: group, size: try line.number(fields[3]),
            links: try line.number(fields[4]))
    }
}
