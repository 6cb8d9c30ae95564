import Fuzzing
import Journal

/// Any bytes are a line of the journal that is written as it was read, or none.
@main enum JournalLines {
    static func main() {
        fuzz { start, count in
            let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
            guard let line = JournalLine(reading: bytes) else { return 0 }
            precondition(line.bytes == bytes && line.number >= 1)
            return 0
        }
    }
}
