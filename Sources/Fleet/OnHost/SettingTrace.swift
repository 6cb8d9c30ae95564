internal import AuthorizedKeys

/// What sshd says of its own reading with `-ddd`, line by line (servconf.c): which file it has come to, and which line of it
/// it takes a value from.
///
/// It reads twice: first what holds for everybody, then the `Match` blocks that a case meets, which go before that. Of
/// several lines for one directive the first one counts, within each reading.
struct SettingTrace {
    private(set) var order: [ReadingStep] = []
    private var everybody: [String: SettingPlace] = [:]
    private var matched: [String: SettingPlace] = [:]
    private var main: RawText?
    private var isAgain = false

    var places: [String: SettingPlace] { everybody.merging(matched) { $1 } }

    /// - Parameter said: a line, from behind its `debugN: `.
    mutating func note(_ line: ArraySlice<UInt8>) {
        // What it writes to stderr ends in a carriage return as well.
        let said = line.last == 0x0D ? line.dropLast() : line
        if let rest = said.behind("parse_server_config_depth: config ") {
            // Of what it keeps of the main file it says this name.
            if rest.starts(with: "reprocess config len ".utf8) {
                isAgain = true
            } else if main == nil, let length = rest.last(" len ") {
                main = RawText(rest[..<length.lowerBound])
            }
        } else if let setting = said.first(" setting "),
            let colon = said[..<setting.lowerBound].lastIndex(of: UInt8(ascii: ":")),
            let line = Int(String(decoding: said[said.index(after: colon)..<setting.lowerBound], as: UTF8.self))
        {
            set(RawText(said[..<colon]), line, said[setting.upperBound...].prefix { $0 != 0x20 })
        } else if !isAgain, let pattern = said.first(": new include ") ?? said.first(" new include ") {
            order.append(.include(RawText(said[pattern.upperBound...])))
        } else if !isAgain, let file = said.first(": including ") ?? said.first(" including ") {
            order.append(.file(RawText(said[file.upperBound...])))
        }
    }

    private mutating func set(_ file: RawText, _ line: Int, _ directive: ArraySlice<UInt8>) {
        let name = String(decoding: directive, as: UTF8.self).lowercased()
        let isMain = file == RawText(Array("reprocess config".utf8))
        let place = SettingPlace.file(isMain ? main ?? file : file, line: line)
        if isAgain {
            if matched[name] == nil { matched[name] = place }
            return
        }
        if everybody[name] == nil { everybody[name] = place }
        order.append(.setting(file, line: line))
    }
}

extension ArraySlice<UInt8> {
    fileprivate func behind(_ words: String) -> ArraySlice<UInt8>? {
        starts(with: words.utf8) ? dropFirst(words.utf8.count) : nil
    }

    fileprivate func first(_ words: String) -> Range<Int>? { firstRange(of: Array(words.utf8)) }

    fileprivate func last(_ words: String) -> Range<Int>? { ranges(of: Array(words.utf8)).last }
}
