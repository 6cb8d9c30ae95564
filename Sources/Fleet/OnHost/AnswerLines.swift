internal import AuthorizedKeys

/// The lines of a host's answer, one after the other, from behind the line with which every answer begins.
///
/// What stands in front of that line is what start-up files of the account's shell have written: passed over, within a
/// bound.
struct AnswerLines {
    static let first = Array("levels-ssh 1".utf8)
    /// Bytes in front of an answer.
    static let noise = 1 << 16

    private let bytes: ArraySlice<UInt8>
    private var place: Int
    /// Of the line that was read last; counts from 1, what was passed over included.
    private(set) var number = 0

    init(_ answer: [UInt8], limit: Int) throws(AnswerError) {
        guard answer.count <= limit else { throw .tooLong(limit: limit) }
        bytes = answer[...]
        place = 0
        while place <= Self.noise, let line = next() {
            if line.elementsEqual(Self.first) { return }
        }
        let said = answer.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first ?? []
        throw .noAnswer(said: RawText(said).escaped(limit: 200))
    }

    /// Nil at the end. A last line without a line feed was cut short, and is none.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { place = end + 1 }
        number += 1
        return bytes[place..<end]
    }

    mutating func line() throws(AnswerError) -> AnswerLine {
        guard let line = next() else { throw .cutShort }
        return AnswerLine(bytes: line, number: number)
    }

    /// All of a file that was so large when it was asked about. One that was written into while it was read is not known.
    mutating func file(size: Int) throws(AnswerError) -> [UInt8] {
        do throws(AnswerError) {
            let bytes = try dump(limit: size)
            guard bytes.count == size else { throw AnswerError.cutShort }
            return bytes
        } catch {
            if case .tooLong = error { throw .cutShort }
            throw error
        }
    }

    /// What od(1) made of a file: lines of it up to one with a full stop.
    mutating func dump(limit: Int) throws(AnswerError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let line = try line()
            if line.bytes.elementsEqual([UInt8(ascii: ".")]) { return bytes }
            guard let some = Hexadecimal.bytes(line.bytes) else { throw line.error }
            bytes += some
            guard bytes.count <= limit else { throw .tooLong(limit: limit) }
        }
    }
}

/// A word, and what stands behind it.
struct AnswerLine {
    let bytes: ArraySlice<UInt8>
    let number: Int

    /// Empty where the line is.
    var word: String { String(decoding: bytes.prefix { $0 != 0x20 }.prefix(64), as: UTF8.self) }
    var rest: ArraySlice<UInt8> { bytes.drop { $0 != 0x20 }.dropFirst() }
    var restText: RawText { RawText(rest) }
    var error: AnswerError { .unexpected(number, bytes) }

    /// What stands behind the word as so many fields; the last one is the rest of the line, blanks and all.
    func fields(_ count: Int) throws(AnswerError) -> [ArraySlice<UInt8>] {
        let fields = rest.split(separator: 0x20, maxSplits: count - 1, omittingEmptySubsequences: false)
        guard fields.count == count else { throw error }
        return fields
    }

    /// A whole number that is not negative and has no more than 18 digits.
    func number(_ field: ArraySlice<UInt8>, radix: Int = 10) throws(AnswerError) -> Int64 {
        let isPlain = field.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) || ($0 >= 0x30 && $0 <= 0x39) }
        guard (1...18).contains(field.count), isPlain,
            let number = Int64(String(decoding: field, as: UTF8.self), radix: radix)
        else { throw error }
        return number
    }

    /// The same, or nil for `-`.
    func numberIfAny(_ field: ArraySlice<UInt8>) throws(AnswerError) -> Int64? {
        field.elementsEqual([UInt8(ascii: "-")]) ? nil : try number(field)
    }

    static func shown(_ field: ArraySlice<UInt8>) -> String { RawText(field).escaped(limit: 80) }

    func hash(_ field: ArraySlice<UInt8>) throws(AnswerError) -> FileHash {
        guard let hash = FileHash(hex: String(decoding: field, as: UTF8.self)) else { throw error }
        return hash
    }
}
