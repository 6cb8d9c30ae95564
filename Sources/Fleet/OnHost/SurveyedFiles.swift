internal import AuthorizedKeys

/// What a survey says of all files that it has come upon, by their real names.
struct SurveyedFiles {
    var statuses: [RawText: FileStatus] = [:]
    /// Bytes that are free, by folder.
    var free: [RawText: Int64] = [:]
    var immutable: Set<RawText> = []
    var data: [RawText: [UInt8]] = [:]

    func measured(_ place: FoundAccount.Place, home: String?) -> MeasuredFile {
        guard let folder = place.folder else {
            return MeasuredFile(
                path: place.path, folder: nil, kind: place.kind, status: nil, above: [], isImmutable: false,
                freeBytes: nil)
        }
        let name = place.path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? []
        let own = RawText(Array((folder == "/" ? "" : folder).utf8) + [UInt8(ascii: "/")] + name)
        let status = statuses[own]
        return MeasuredFile(
            path: place.path, folder: folder, kind: kind(status, data[own], place.link), status: status,
            above: Self.chain(folder, home).compactMap { statuses[RawText($0)] },
            isImmutable: immutable.contains(own), freeBytes: free[RawText(folder)])
    }

    /// From a folder up to the home, or to `/`.
    private static func chain(_ folder: String, _ home: String?) -> [String] {
        var chain = [folder]
        var rest = folder[...]
        while rest != "/", String(rest) != home, let slash = rest.lastIndex(of: "/") {
            rest = slash == rest.startIndex ? "/" : rest[..<slash]
            chain.append(String(rest))
        }
        return chain
    }

    private func kind(_ status: FileStatus?, _ data: [UInt8]?, _ link: RawText?) -> MeasuredFile.Kind {
        switch status?.type {
        case nil: .missing
        case 0o100000:
            if let data {
                .regular(data)
            } else if let status, status.size > SurveyReader.largestFile {
                .tooLarge(status.size)
            } else {
                .unreadable
            }
        case 0o120000: .symlink(to: link ?? "")
        case 0o040000: .directory
        default: .special
        }
    }
}

/// What a survey says of an account, before it says what its files are.
struct FoundAccount {
    struct Place {
        let path: RawText
        /// Nil where there is none, or none that may be entered.
        var folder: String?
        /// What is to be said of it where there is no folder.
        var kind = MeasuredFile.Kind.missing
        var link: RawText?
    }

    let user: String
    var entry: PasswordEntry?
    var home: String?
    var settings = SSHDSettings(values: [:])
    var version: SSHDVersion?
    var files: [Place] = []

    init(user: String) { self.user = user }

    func measured(_ surveyed: SurveyedFiles) -> MeasuredAccount {
        MeasuredAccount(
            user: user, entry: entry, home: home, settings: entry == nil ? SSHDSettings(values: [:]) : settings,
            files: files.map { surveyed.measured($0, home: home) })
    }
}
