/// A password. It shows itself to nobody who does not ask for it by name: printing, interpolating, dumping and
/// reflecting give `<redacted>`.
///
/// Its bytes are not wiped: a Swift array may have been copied by then, and a promise that cannot be kept is not made.
/// Core dumps are kept from being written instead (see ``CoreDumps``).
struct Secret: Sendable {
    private let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// The bytes themselves, for the one place that hands them on.
    var revealed: [UInt8] { bytes }

    var isEmpty: Bool { bytes.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "<redacted>" }
    var debugDescription: String { "<redacted>" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
