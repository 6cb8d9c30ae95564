import AuthorizedKeys
import Testing

@testable import Fleet

extension StagedHost {
    static let keysFile = "/home/app/.ssh/authorized_keys"
    static let old = Array("# old\nssh-ed25519 AAAA... \"$(touch /ran)\" 'it''s' \u{1b}[2J `touch /ran`\r\n".utf8)
    static let new = Array("# new\n\0\n$(touch /ran)'\"; touch /ran #\nwithout a line end".utf8)

    /// A change of the usual file.
    static func request(
        old: [UInt8]? = old, new: [UInt8] = new, patience: Int = 60, holder: RawText = "alice@laptop",
        quarantine: Quarantine? = nil, more: [FileChange] = []
    ) throws -> ChangeRequest {
        let file = FileChange(
            folder: "/home/app/.ssh", name: "authorized_keys", owner: app, group: app,
            old: old.map { FileHash(of: $0) }, bytes: new)
        return try #require(
            ChangeRequest(holder: holder, patience: patience, files: [file] + more, quarantine: quarantine))
    }

    func change(_ request: ChangeRequest, shell: [String] = ["/bin/sh"]) async throws -> ChangeAnswer {
        let result = try await run(.change, request.input, shell: shell)
        return try ChangeAnswer.read(result.output, to: request)
    }

    func settle(
        _ verb: SettleRequest.Verb, _ token: ChangeToken?, shell: [String] = ["/bin/sh"]
    ) async throws -> SettleAnswer {
        let result = try await run(.settle, SettleRequest(verb, token).input, shell: shell)
        do {
            return try SettleAnswer.read(result.output)
        } catch {
            Issue.record("\(error.message): \(result.text) \(result.errors) \(result.exit)")
            throw error
        }
    }

    /// Nothing of ours lies about: no change, no file beside another.
    /// - Parameter but: what such names may begin with.
    func expectTidy(but prefix: String = "last", sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let left = try await sh("ls -A /home/*/.ssh | grep -F levels- || true; ls -A /var/lib/levels-ssh || true")
        let names = Set(left.split(separator: "\n").map(String.init).filter { !$0.hasPrefix(prefix) })
        #expect(
            names.isSubset(of: ["last", "last.new", "quarantine", "revoked_keys"]), "\(names)",
            sourceLocation: sourceLocation)
    }
}
