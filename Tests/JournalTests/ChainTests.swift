import Foundation
import Testing

@testable import Journal
@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What is done to a journal of eight lines, and what is found then.
private struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let faults: [ChainFault]
    let act: @Sendable (inout [[UInt8]]) -> Void

    init(_ name: String, _ faults: [ChainFault], _ act: @escaping @Sendable (inout [[UInt8]]) -> Void) {
        testDescription = name
        self.faults = faults
        self.act = act
    }
}

private func changed(_ line: [UInt8], _ old: String = "\"sample\":", _ new: String = "\"simple\":") -> [UInt8] {
    Array(String(decoding: line, as: UTF8.self).replacing(old, with: new).utf8)
}

private let tamperings: [Tampering] = [
    Tampering("nothing", []) { _ in },
    Tampering("the first is changed", [.changed(line: 1)]) { $0[0] = changed($0[0]) },
    Tampering("one is changed", [.changed(line: 4)]) { $0[3] = changed($0[3]) },
    Tampering("two that do not touch", [.changed(line: 3), .changed(line: 6)]) {
        $0[2] = changed($0[2])
        $0[5] = changed($0[5])
    },
    Tampering("the last but one", [.changed(line: 7)]) { $0[6] = changed($0[6]) },
    Tampering("the last", [.changed(line: 8)]) { $0[7] = changed($0[7]) },
    Tampering("one byte more", [.unreadable(line: 4)]) { $0[3].append(0x20) },
    Tampering("garbage for a line", [.unreadable(line: 4)]) { $0[3] = Array("rm -rf".utf8) },
    Tampering("garbage for the first", [.unreadable(line: 1)]) { $0[0] = Array("{}".utf8) },
    Tampering("garbage for the last", [.unreadable(line: 8), .cutOff(from: 8, through: 8)]) { $0[7] = [0, 1, 2] },
    Tampering("one is gone", [.missing(from: 4, through: 4, before: 4)]) { $0.remove(at: 3) },
    Tampering("three are gone", [.missing(from: 3, through: 5, before: 3)]) { $0.removeSubrange(2...4) },
    Tampering("the first is gone", [.missing(from: 1, through: 1, before: 1)]) { $0.removeFirst() },
    Tampering("all but the last are gone", [.missing(from: 1, through: 7, before: 1)]) { $0.removeFirst(7) },
    Tampering("two have changed places", [.outOfOrder(line: 4)]) { $0.swapAt(3, 4) },
    Tampering("one stands there twice", [.outOfOrder(line: 5)]) { $0.insert($0[3], at: 4) },
    Tampering("the last is cut off", [.cutOff(from: 8, through: 8)]) { $0.removeLast() },
    Tampering("all are cut off", [.cutOff(from: 1, through: 8)]) { $0 = [] },
    Tampering("its number is changed", [.changed(line: 4)]) { $0[3] = changed($0[3], "{\"n\":4", "{\"n\":5") },
    Tampering("it says it follows from another", [.changed(line: 4)]) {
        let hash = String(decoding: $0[3], as: UTF8.self).split(separator: "\"")[5]
        $0[3] = changed($0[3], String(hash), String(repeating: "0", count: 64))
    },
]

@Suite struct ChainTests {
    @Test(arguments: tamperings) fileprivate func isFound(_ tampering: Tampering) async throws {
        try await Place.with { place in
            try place.fill(8)
            var lines = place.lines
            tampering.act(&lines)
            try place.write(lines)
            let state = try place.journal.check()
            #expect(state.faults == tampering.faults)
            #expect(state.notes == [])
            // What is written afterwards covers nothing up.
            guard !tampering.faults.isEmpty else { return }
            _ = try place.journal.append([.sample(9), .sample(10)])
            let later = try place.journal.check().faults
            #expect(!later.isEmpty)
            #expect(Set(later).isSuperset(of: tampering.faults.filter { if case .cutOff = $0 { false } else { true } }))
        }
    }

    @Test func whatWasCutOffIsMissingEverAfter() async throws {
        try await Place.with { place in
            try place.fill(5)
            try place.write(Array(place.lines.prefix(3)))
            #expect(try place.journal.append([.sample(6)]).notes == [.lost(from: 4, through: 5)])
            #expect(try place.journal.check().faults == [.missing(from: 4, through: 5, before: 4)])
            #expect(try place.journal.append([.sample(7)]).notes == [])
            #expect(try place.journal.check().faults == [.missing(from: 4, through: 5, before: 4)])
        }
    }

    @Test func aChangedLastLineIsToldAtOnceAndStaysChanged() async throws {
        try await Place.with { place in
            try place.fill(3)
            var lines = place.lines
            lines[2] = changed(lines[2])
            try place.write(lines)
            #expect(try place.journal.append([.sample(4)]).notes == [.changed(3)])
            #expect(try place.journal.check().faults == [.changed(line: 3)])
        }
    }

    /// The file alone cannot tell that it ends too early; a head that was noted elsewhere can.
    @Test func aNotedHeadTellsWhatTheFileCannot() async throws {
        try await Place.with { place in
            try place.fill(6)
            let noted = try #require(try place.journal.check().head)
            let lines = place.lines
            try place.write(Array(lines.prefix(4)))
            let earlier = try #require(JournalLine(reading: lines[3]))
            try Disk.removeAll(place.head)
            #expect(try place.journal.check().faults == [.headMissing])
            try Disk.write("\(JournalHead(of: earlier))\n", to: place.head)
            #expect(try place.journal.check().faults == [])
            #expect(try place.journal.check(holding: [noted]).faults == [.notHeld(noted)])
            #expect(try place.journal.check(holding: [JournalHead(of: earlier)]).faults == [])
        }
    }

    @Test func aHeadOfAnotherLineIsNoHead() async throws {
        try await Place.with { place in
            try place.fill(4)
            try Disk.write("2:\(String(repeating: "a", count: 64))\n", to: place.head)
            #expect(try place.journal.check().faults == [.headDiffers(2)])
            try Disk.write("nonsense\n", to: place.head)
            #expect(try place.journal.check().faults == [.headMissing])
            #expect(try place.journal.append([.sample(5)]).notes == [.headUnreadable])
            #expect(try place.journal.check().faults == [])
        }
    }

    /// It is overwritten where it stands, which must not reach what somebody has made another name of it.
    @Test func theHeadIsThatOfTheLastLineHoweverLongItIs() async throws {
        try await Place.with { place in
            try place.fill(1)
            #expect(link(place.head, place.head + ".kept") == 0)
            let kept = try #require(Disk.text(place.head))
            for number in 2...101 {
                #expect(try place.journal.append([.sample(number)]).notes == [])
                let line = try #require(place.lines.last.flatMap { JournalLine(reading: $0) })
                #expect(line.number == Int64(number))
                #expect(Disk.text(place.head) == "\(JournalHead(of: line))\n")
            }
            #expect(Disk.text(place.head + ".kept") == kept)
            var status = stat()
            #expect(stat(place.head, &status) == 0)
            #expect(Int(status.st_mode & 0o777) == 0o600)
            let left = Disk.entries(place.journal.folder.path)?.sorted()
            #expect(left == ["journal.head", "journal.head.kept", "journal.jsonl"])
        }
    }

    @Test func aHeadThatIsALinkIsNotFollowed() async throws {
        try await Place.with { place in
            try place.fill(4)
            let head = try #require(Disk.text(place.head))
            #expect(rename(place.head, place.head + ".real") == 0)
            #expect(symlink(place.head + ".real", place.head) == 0)
            #expect(
                try place.journal.append([.sample(5)]).notes == [.headUnreadable, .headUnwritten("it is a link")])
            #expect(Disk.text(place.head + ".real") == head)
        }
    }

    /// Killed between the line and the head.
    @Test func aHeadThatIsBehindIsNoFault() async throws {
        try await Place.with { place in
            try place.fill(4)
            let head = try #require(JournalLine(reading: place.lines[2]))
            try Disk.write("\(JournalHead(of: head))\n", to: place.head)
            let state = try place.journal.check()
            #expect(state.faults == [])
            #expect(state.notes == [.headBehind])
            #expect(try place.journal.append([.sample(5)]).notes == [])
            #expect(try place.journal.check().notes == [])
        }
    }

    /// Cut at every byte of the last line: found, said, marked, and never a reason not to go on.
    @Test func aTornLastLineIsMendedByAMarkedOne() async throws {
        try await Place.with { place in
            try place.fill(2)
            let head = try #require(Disk.text(place.head))
            try place.fill(1)
            let whole = place.bytes
            let last = place.lines[2].count
            for kept in 1..<last {
                try place.write(bytes: Array(whole.dropLast(last + 1 - kept)))
                try Disk.write(head, to: place.head)
                let torn = try place.journal.check()
                #expect(torn.faults == [])
                #expect(torn.notes == [.unfinished(line: 3)])
                #expect(try place.journal.append([.sample(3)]).notes == [.torn])
                let mended = try place.journal.check()
                #expect(mended.faults == [])
                #expect(mended.notes == [.torn(line: 3)])
                #expect(mended.count == 5)
            }
        }
    }

    @Test func aLineThatLacksOnlyItsEndIsALine() async throws {
        try await Place.with { place in
            try place.fill(2)
            let head = try #require(Disk.text(place.head))
            try place.fill(1)
            try place.write(bytes: Array(place.bytes.dropLast()))
            try Disk.write(head, to: place.head)
            #expect(try place.journal.check().notes == [.headBehind])
            #expect(try place.journal.append([.sample(4)]).notes == [])
            let state = try place.journal.check()
            #expect(state.faults == [])
            #expect(state.count == 4)
        }
    }

    @Test func whatStandsWhereALineWasTornCannotBeExchanged() async throws {
        try await Place.with { place in
            try place.fill(2)
            try place.write(bytes: place.bytes + Array("{\"n\":3,\"pr".utf8))
            _ = try place.journal.append([.sample(3)])
            var lines = place.lines
            #expect(lines.count == 5)
            lines[2] = Array("{\"n\":3,\"qr".utf8)
            try place.write(lines)
            #expect(try place.journal.check().faults == [.unreadable(line: 3)])
        }
    }

    /// Cut off while it was being mended: nobody knows which of the two it was, but for their bytes.
    @Test func aMendThatWasTornItselfIsMended() async throws {
        try await Place.with { place in
            try place.fill(1)
            try place.write(bytes: place.bytes + Array("{\"n\":2,\"pr\n{\"n\":2,\"prev\":\"0".utf8))
            #expect(try place.journal.append([.sample(2)]).notes == [.torn])
            #expect(try place.journal.check().notes == [.torn(line: 2)])
            #expect(try place.journal.check().faults == [])
        }
    }

    @Test func aFileOfGarbageIsToldAndNotTakenForEmpty() async throws {
        try await Place.with { place in
            try place.fill(1)
            try place.write(bytes: [UInt8](repeating: 0x41, count: 1 << 20))
            #expect(throws: JournalError.damaged(path: place.journal.path)) { try place.journal.prove() }
            #expect(throws: JournalError.damaged(path: place.journal.path)) {
                try place.journal.append([.sample(2)])
            }
            #expect(try place.journal.check().faults == [.unreadable(line: 1), .cutOff(from: 1, through: 1)])
        }
    }

    /// Any spoiling of any bytes of a journal is found, or changed nothing.
    @Test func spoiltJournalsAreFound() async throws {
        try await Place.with { place in
            try place.fill(6)
            let whole = place.bytes
            let head = Disk.text(place.head).flatMap { JournalHead($0.dropLast()) }
            var random = SeededGenerator(seed: 11)
            for _ in 0..<SeededGenerator.iterations(usually: 200) {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                    let position = Int.random(in: bytes.indices, using: &random)
                    switch Int.random(in: 0..<5, using: &random) {
                    case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: position)
                    case 2: bytes.insert(UInt8(ascii: "\n"), at: position)
                    case 3: bytes.removeSubrange(position...)
                    default: bytes.insert(contentsOf: bytes[position...], at: position)
                    }
                }
                var check = ChainCheck(looking: head.map { [$0] } ?? [])
                let pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                for piece in pieces.dropLast() { check.take(Array(piece)) }
                if let rest = pieces.last, !rest.isEmpty { check.take(Array(rest), hasEnd: false) }
                check.end(head: head)
                // Behind the last line, what nobody acknowledged is no fault.
                let isWhole =
                    bytes == whole.dropLast()
                    || bytes.starts(with: whole) && !bytes.dropFirst(whole.count).contains(UInt8(ascii: "\n"))
                #expect(check.faults.isEmpty == isWhole)
            }
        }
    }
}
