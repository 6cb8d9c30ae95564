internal import AuthorizedKeys
internal import Inventory

/// Compares one account with what is declared for it. Pure: the same input gives the same plan.
struct AccountPlanner {
    let rules: PlanRules
    let foreign: ForeignKeys
    let machine: MeasuredMachine
    let account: MeasuredAccount
    let declared: DeclaredAccount
    /// Whether something else than `from=` keeps away whom the whitelist does not admit.
    let isGuarded: Bool

    private let context: ServerContext
    /// What is to stand there, in the declared order.
    private let wanted: [WantedLine]
    private var notes: [PlanNote] = []
    private var refusals: [PlanRefusal] = []
    private var differences: [KeyDifference] = []
    private var changes: [FileChange] = []
    private var files: [FileState] = []
    private var quarantine: [UInt8] = []
    private var before: Set<PublicKey> = []
    private var after: Set<PublicKey> = []
    private var revokedGoing: Set<PublicKey> = []

    init(
        _ rules: PlanRules, foreign: ForeignKeys, machine: MeasuredMachine, account: MeasuredAccount,
        declared: DeclaredAccount, isGuarded: Bool
    ) {
        self.rules = rules
        self.foreign = foreign
        self.machine = machine
        self.account = account
        self.declared = declared
        self.isGuarded = isGuarded
        var context = machine.context(for: account)
        // Whether a line is dead is asked for anybody; that `from` keeps the operator out is no fault of it.
        context.clientAddress = nil
        self.context = context
        wanted = declared.keys.map { WantedLine($0, version: context.version, clock: machine.clock) }
    }

    mutating func plan() -> AccountPlan {
        noteSettings()
        if let entry = account.entry {
            if account.files.isEmpty, !wanted.isEmpty { refusals.append(.noKeysFile(user: account.user)) }
            for (number, file) in account.files.enumerated() { compare(file, entry, isMain: number == 0) }
        } else if !wanted.isEmpty {
            refusals.append(.noAccount(user: account.user))
            missing(wanted, in: "")
        }
        checkRemovals()
        checkAdmins()
        checkSources()
        return AccountPlan(
            user: account.user, differences: differences, notes: notes, refusals: refusals, changes: changes,
            quarantine: quarantine, files: files, admitted: after)
    }

    private mutating func noteSettings() {
        guard account.entry != nil else { return }
        if let problem = account.settings.problem { notes.append(.settingsUnknown(user: account.user, problem)) }
        if !account.settings.isPubkeyAllowed { notes.append(.publicKeysOff(user: account.user)) }
        notes += account.otherSources.map { .otherSource(user: account.user, $0) }
        if wanted.contains(where: \.isInHostTime) { notes.append(.localExpiry(user: account.user)) }
    }

    private mutating func missing(_ lines: [WantedLine], in path: RawText) {
        differences += lines.map { line in
            KeyDifference(
                kind: .missing, action: .add, file: path, line: nil, key: line.key, person: line.person,
                comment: line.comment, reason: "it is declared")
        }
    }

    private mutating func compare(_ file: MeasuredFile, _ entry: PasswordEntry, isMain: Bool) {
        guard let bytes = file.bytes, let found = try? AuthorizedKeysFile(bytes) else {
            let problem = file.problem ?? .tooManyLines
            files.append(FileState(path: file.path, before: nil, after: nil, problem: problem.message))
            if isMain {
                refusals.append(.file(user: account.user, path: file.path, problem))
                missing(wanted, in: file.path)
            } else if file.kind != .directory {
                notes.append(.fileUnread(user: account.user, file.path, problem))
            }
            return
        }
        let isRead = noteStrictModes(file, entry)
        if isRead { before.formUnion(found.admittedKeys(context)) }
        let edited = edit(found, file, isMain: isMain)
        let bytesAfter = edited.rendered
        if isRead { after.formUnion(edited.admittedKeys(context)) }
        files.append(
            FileState(
                path: file.path, before: file.hash,
                after: bytesAfter == bytes ? file.hash : FileHash(of: bytesAfter), problem: nil))
        guard bytesAfter != bytes else { return }
        let place = FilePlace(file, account, entry)
        if let refusal = place.refusal(for: bytesAfter.count) {
            refusals.append(refusal)
        } else if let change = place.change(to: bytesAfter) {
            changes.append(change)
        }
    }

    private mutating func noteStrictModes(_ file: MeasuredFile, _ entry: PasswordEntry) -> Bool {
        let strict = account.settings.hasStrictModes ? file.strictModesProblem(owner: entry.user) : nil
        guard let why = strict ?? file.openingProblem(entry) else { return true }
        notes.append(.fileIgnored(user: account.user, file.path, why))
        return false
    }

    /// The file as it is to be, and what is to be said of each of its lines.
    private mutating func edit(_ found: AuthorizedKeysFile, _ file: MeasuredFile, isMain: Bool) -> AuthorizedKeysFile {
        var removed: Set<Int> = []
        var replaced: [Int: String] = [:]
        var placed: Set<PublicKey> = []
        let byKey = Dictionary(wanted.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, line) in found.lines.enumerated() {
            let verdict = line.verdict(context)
            guard let key = line.key else {
                if case .ignored(let reason) = verdict, reason != .blank, reason != .comment {
                    tell(.ignored, .keep, file, index, line, reason.message)
                }
                continue
            }
            if rules.roster.isRevoked(key) {
                removed.insert(index)
                revokedGoing.insert(key)
                tell(.revoked, .remove, file, index, line, "it is revoked")
            } else if let want = byKey[key] {
                if !isMain || !placed.insert(key).inserted {
                    removed.insert(index)
                    tell(.superfluous, .remove, file, index, line, "another line is declared for this key", want.person)
                } else if want.isSame(line) {
                    if case .ignored(let reason) = verdict {
                        tell(.ignored, .keep, file, index, line, reason.message, want.person)
                    }
                } else {
                    replaced[index] = want.text
                    tell(.altered, .replace, file, index, line, want.difference(from: line), want.person)
                }
            } else {
                let stranger = rules.stranger(key, comment: line.comment ?? "")
                let reason = verdict.mayAdmit ? stranger.reason : "\(stranger.reason); \(verdict.message)"
                if stranger.isOurs {
                    removed.insert(index)
                    tell(.superfluous, .remove, file, index, line, reason, stranger.person)
                } else if foreign == .remove {
                    removed.insert(index)
                    quarantine += quarantined(line, file)
                    tell(.foreign, .quarantine, file, index, line, reason)
                } else {
                    tell(.foreign, .keep, file, index, line, reason)
                }
            }
        }
        let absent = isMain ? wanted.filter { !placed.contains($0.key) } : []
        missing(absent, in: file.path)
        return found.editing(removing: removed, replacing: replaced, appending: absent.map(\.text))
    }

    private mutating func tell(
        _ kind: KeyDifference.Kind, _ action: KeyDifference.Action, _ file: MeasuredFile, _ index: Int,
        _ line: AuthorizedKeysLine, _ reason: String, _ person: String? = nil
    ) {
        let comment = line.comment ?? ""
        let owner = line.key.flatMap { key in
            person ?? rules.roster.owner(of: key)?.id ?? KeyComment.person(in: comment)
        }
        differences.append(
            KeyDifference(
                kind: kind, action: action, file: file.path, line: index + 1, key: line.key, person: owner,
                comment: comment, reason: reason))
    }

    private func quarantined(_ line: AuthorizedKeysLine, _ file: MeasuredFile) -> [UInt8] {
        let head = "# \(UTCTime(rules.now)) \(account.user) \(file.path.escaped())\n"
        let end: [UInt8] = line.bytes.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        return Array(head.utf8) + line.bytes + end
    }

    /// Revoked keys do not count: each of them was named.
    private mutating func checkRemovals() {
        let going = before.subtracting(after).subtracting(revokedGoing).count
        if going * 4 > before.count, going > rules.maxRemovals {
            refusals.append(.manyRemovals(user: account.user, going: going, of: before.count))
        }
    }

    private mutating func checkSources() {
        guard declared.leavesOutSources else { return }
        if isGuarded {
            notes.append(.sourcesLeftOut(user: account.user))
        } else {
            refusals.append(.openToAll(user: account.user))
        }
    }

    private mutating func checkAdmins() {
        guard declared.purposes.contains(.admin), !changes.isEmpty else { return }
        let admins = Set(wanted.filter { after.contains($0.key) }.map(\.person))
        if admins.count < Roster.fewestAdmins {
            refusals.append(.fewAdminsLeft(user: account.user, admins.count))
        }
        if !before.isDisjoint(with: rules.ownKeys), after.isDisjoint(with: rules.ownKeys) {
            refusals.append(.ownKeyGoing(user: account.user))
        }
    }
}
