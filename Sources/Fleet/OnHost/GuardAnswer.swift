internal import AuthorizedKeys
internal import Inventory

/// Reads what ``HostScript/guarding`` has answered.
public enum GuardAnswer {
    /// In bytes: hexadecimal digits, a blank in front of each two.
    public static let limit = 4 * (FilterReader.limit + GuardFile.allCases.count * GuardFile.largest)

    public static func read(_ answer: [UInt8]) throws(AnswerError) -> MeasuredGuard {
        var lines = try AnswerLines(answer, limit: limit)
        var line = try lines.line()
        guard line.word == "connection" else { throw line.error }
        var found = MeasuredGuard(connection: Self.connection(line))
        line = try lines.line()
        if line.word == "systemd" {
            found.hasSystemd = true
            line = try lines.line()
            if line.word == "held" {
                found.isHeld = true
                line = try lines.line()
            }
        }
        while ["file", "absent", "nofolder"].contains(line.word) {
            let word = line.word
            let fields = try line.fields(word == "file" ? 5 : 1)
            guard let file = GuardFile(rawValue: String(decoding: fields.last ?? [], as: UTF8.self)),
                found.files[file] == nil
            else { throw line.error }
            switch word {
            case "absent": found.files[file] = .absent(hasFolder: true)
            case "nofolder": found.files[file] = .absent(hasFolder: false)
            default:
                let mode = try line.number(fields[0], radix: 16)
                let size = Int(try line.number(fields[3]))
                guard size <= GuardFile.largest else { throw .tooLong(limit: GuardFile.largest) }
                let isRoots = try line.number(fields[1]) == 0
                let bytes = try lines.file(size: size)
                found.files[file] = .regular(
                    bytes, mode: UInt32(truncatingIfNeeded: mode & 0o777), isSafe: isRoots && mode & 0o022 == 0)
            }
            line = try lines.line()
        }
        try filter(line, &lines, &found)
        guard try lines.line().word == "end" else { throw .cutShort }
        return found
    }

    private static func filter(
        _ first: AnswerLine, _ lines: inout AnswerLines, _ found: inout MeasuredGuard
    ) throws(AnswerError) {
        if first.word == "nonft" { return found.filter = .lacking(MeasuredGuard.noFilter) }
        guard first.word == "nft" else { throw first.error }
        found.program = Self.program(first.rest)
        let line = try lines.line()
        switch line.word {
        case "refused": found.filter = .lacking(MeasuredGuard.noKernel + " (\(line.restText.escaped(limit: 160)))")
        case "silent": found.filter = .unknown("nft does not answer: " + line.restText.escaped(limit: 160))
        case "notable": found.filter = .absent
        case "table":
            let text = try lines.dump(limit: FilterReader.limit + 1)
            found.filter = FilterReader.read(text)
        default: throw line.error
        }
    }

    /// Four fields: the client's address and port, the server's address and port.
    private static func connection(_ line: AnswerLine) -> MeasuredGuard.Connection? {
        let fields = line.rest.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == 4, let client = IPAddress(folding: fields[0]), let port = Int(fields[3]),
            (1...65535).contains(port)
        else { return nil }
        return MeasuredGuard.Connection(client: client, port: port)
    }

    /// An absolute path of plain characters: it goes into a unit.
    private static func program(_ bytes: some Collection<UInt8>) -> String? {
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 128,
            bytes.allSatisfy({
                (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || "/-_.".utf8.contains($0)
            })
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
