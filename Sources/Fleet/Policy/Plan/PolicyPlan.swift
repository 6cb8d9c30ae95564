internal import AuthorizedKeys
internal import Inventory

/// What a machine's sshd lacks of the login policy, and the files that would mend it. Pure: the same input gives the same
/// plan.
public struct PolicyPlan: Sendable, Hashable {
    public let role: PolicyRole
    /// Nil where sshd did not say what it goes by.
    public let judgement: PolicyJudgement?
    /// Whether our file is there as it is to be, and sshd reads it first.
    public let isInPlace: Bool
    /// Of accounts and addresses, how many were not asked about: ``MeasuredPolicy/left``.
    public let left: Int
    public let refusals: [PolicyRefusal]
    /// To be made after everything that they name.
    public let changes: [FileChange]
    /// What has to be done with the files once they are in place.
    public let duties: [ChangeDuty]

    /// What is amiss with our file there, in words: as an apply would mend it, or why none does. Empty where it is as it is to
    /// be, or need not be there.
    var amiss: [String] {
        let own = changes.map { change in
            guard change.name == PolicyDropIn.name else { return "it is not what sshd reads first" }
            return change.old == nil ? "it is not there" : "another file is there by its name"
        }
        return own
            + refusals.compactMap { refusal in
                if case .remains = refusal { nil } else { refusal.message }
            }
    }

    public var isInStep: Bool { refusals.isEmpty && duties.isEmpty && judgement?.isKept == true }

    private init(
        role: PolicyRole, _ judgement: PolicyJudgement? = nil, isInPlace: Bool = false, left: Int = 0,
        refusals: [PolicyRefusal], changes: [FileChange] = [], duties: [ChangeDuty] = []
    ) {
        self.role = role
        self.judgement = judgement
        self.isInPlace = isInPlace
        self.left = left
        self.refusals = refusals
        self.changes = changes
        self.duties = duties
    }

    /// - Parameters:
    ///   - machine: the same machine, with its accounts.
    ///   - revokedKeys: where the list of revoked keys is or will be, before sshd is told to read it.
    ///   - admin: whom the operator logs in as; nil where that is not known.
    ///   - keysStay: whether keys that stand in further files stay there, since keys are not looked at.
    ///   - now: seconds since 1970-01-01 00:00 UTC.
    init(
        _ subject: PolicySubject, measured: MeasuredPolicy, machine: MeasuredMachine, revokedKeys: String?,
        admin: String?, keysStay: Bool, now: Int64
    ) {
        guard measured.isRoot, !measured.cases.isEmpty, measured.silence == nil else {
            self.init(
                role: subject.role, refusals: [measured.isRoot ? .silent(measured.silence ?? "") : .notRoot])
            return
        }
        guard let version = machine.server.version, version >= SSHDVersion(8, 2) else {
            self.init(role: subject.role, refusals: [.noInclude])
            return
        }
        let judgement = PolicyJudgement(
            measured, role: subject.role, version: version, exceptions: subject.exceptions, at: now)
        let text = PolicyDropIn(
            role: subject.role, version: version, revokedKeys: revokedKeys, cases: measured.cases,
            exceptions: subject.exceptions.inForce
        ).text
        let files = PolicyFiles(measured, text: text)
        // Who has brought a machine to the policy by other means need not have our file as well.
        let isWanted = !judgement.isKept || measured.main?.dropIn.isPresent ?? false
        guard isWanted, !files.isInPlace else {
            self.init(
                role: subject.role, judgement, isInPlace: files.isInPlace, left: measured.left,
                refusals: judgement.remaining { _ in true },
                duties: judgement.protections)
            return
        }
        let obstacles =
            files.refusals + Self.ownLogin(machine, admin, judgement) + Self.keysFiles(machine, keysStay: keysStay)
        self.init(
            role: subject.role, judgement, left: measured.left,
            refusals: obstacles + judgement.remaining { $0.place == .commandLine },
            changes: obstacles.isEmpty ? files.changes : [],
            duties: judgement.protections + (obstacles.isEmpty ? [.reloadSSHD] : []))
    }

    private static func ownLogin(
        _ machine: MeasuredMachine, _ admin: String?, _ judgement: PolicyJudgement
    ) -> [PolicyRefusal] {
        guard let admin, machine.account(admin)?.entry?.user == 0,
            judgement.broken.contains(where: { $0.rule.subject == .permitRootLogin })
        else { return [] }
        return [.rootLogin(user: admin)]
    }

    /// The policy has sshd read keys from one file of an account: the one that they are written into.
    private static func keysFiles(_ machine: MeasuredMachine, keysStay: Bool) -> [PolicyRefusal] {
        let accounts = machine.accounts.filter { $0.entry != nil }
        guard keysStay else { return [] }
        return accounts.compactMap { account in
            account.files.dropFirst().first { file in
                switch file.kind {
                case .missing, .directory: false
                case .regular(let bytes): !bytes.isEmpty
                case .unreadable, .tooLarge, .symlink, .special: true
                }
            }.map { .keysElsewhere(user: account.user, $0.path) }
        }
    }
}

extension PolicyJudgement {
    /// What chmod(1) mends: files of root's that others may use.
    fileprivate var protections: [ChangeDuty] {
        files.filter { $0.weight == .required && $0.file.status.owner == 0 }.map { finding in
            .protect(
                String(decoding: finding.file.status.path.bytes, as: UTF8.self),
                mode: finding.file.kind == .publicHostKey ? 0o644 : 0o600)
        }
    }

    /// What our file does not mend.
    fileprivate func remaining(_ isBeyond: (PolicyCases) -> Bool) -> [PolicyRefusal] {
        broken.filter { $0.rule.weight == .required }.filter { $0.cases.contains(where: isBeyond) }.map { finding in
            let isArgument = finding.cases.contains { $0.place == .commandLine }
            return .remains(
                finding.message,
                hint: isArgument
                    ? "take it out of the arguments that sshd is started with: systemctl cat ssh"
                    : "declare an exception from the policy in levels.yaml, or find out what sets it: sshd -T -ddd there"
            )
        }
            + files.filter { $0.weight == .required && $0.file.status.owner != 0 }.map {
                .remains($0.message, hint: $0.hint)
            }
    }
}

extension MainFile.DropIn {
    var isPresent: Bool { if case .absent = self { false } else { true } }
}
