import SSH
import Testing

/// Runs what must fail with an ``SSHError``, and gives that.
func sshError(
    _ what: Comment? = nil, at location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> SSHError? {
    do {
        try await body()
        Issue.record(what ?? "it was to fail, and did not", sourceLocation: location)
        return nil
    } catch let error as SSHError {
        return error
    } catch {
        Issue.record(error, what, sourceLocation: location)
        return nil
    }
}
