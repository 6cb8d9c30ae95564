internal import AuthorizedKeys
internal import Inventory

/// The files of a bastion that are to hold its table, and load it.
struct GuardFiles {
    private(set) var differences: [GuardPlan.Difference] = []
    private(set) var notes: [GuardNote] = []
    private(set) var refusals: [GuardRefusal] = []
    private(set) var changes: [FileChange] = []
    private let measured: MeasuredGuard

    /// - Parameter isInForce: whether the kernel has the table as it is to be.
    init(_ measured: MeasuredGuard, table: FilterTable, isInForce: Bool) {
        self.measured = measured
        write(.table, Array(table.text.utf8))
        keep()
        if isInForce, !changes.isEmpty {
            differences.append(
                .init(
                    kind: .passing, network: nil,
                    reason: "it would not be the same once the machine has started again"))
        } else if isInForce, refusals.isEmpty, measured.hasSystemd, !measured.isHeld {
            differences.append(
                .init(kind: .passing, network: nil, reason: "it would be gone once nftables.service is reloaded"))
        }
    }

    /// Sees to it that the table is loaded when the machine starts.
    private mutating func keep() {
        if measured.hasSystemd, let program = measured.program {
            write(.unit, Array(GuardUnit.text(program).utf8))
            write(.wants, Array(GuardUnit.wants.utf8))
            write(.follows, Array(GuardUnit.wants.utf8))
        } else if let rules = measured.bytes(.rules) {
            if let including = GuardUnit.including(rules) { write(.rules, including) }
        } else if case .absent = measured.files[.rules] {
            notes.append(.notKept)
        } else {
            refusals.append(.file(.rules))
        }
    }

    private mutating func write(_ file: GuardFile, _ bytes: [UInt8]) {
        let parent: String?
        let old: [UInt8]?
        var mode: UInt32 = 0o644
        switch measured.files[file] {
        case .absent(let hasFolder): (parent, old) = (hasFolder ? nil : file.parent, nil)
        case .regular(let bytes, let present, isSafe: true): (parent, old, mode) = (nil, bytes, present)
        case .regular, nil:
            refusals.append(.file(file))
            return
        }
        guard old != bytes else { return }
        changes.append(
            FileChange(
                folder: file.folder, name: file.name, parent: parent, owner: 0, group: 0, mode: mode,
                old: old.map { FileHash(of: $0) }, bytes: bytes))
    }
}

extension MeasuredGuard {
    fileprivate func bytes(_ file: GuardFile) -> [UInt8]? {
        if case .regular(let bytes, _, _) = files[file] { bytes } else { nil }
    }
}
