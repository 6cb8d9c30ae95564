import Testing

@testable import LevelsLab
@testable import Remote

@Suite("Signals by a script")
struct RemoteSignalTests {
    /// A connection that has ended leaves the script to another parent, whose other children are none of its business.
    @Test(.enabled(if: Disk.exists("/proc/self/stat"), "the script reads /proc"))
    func aParentThatIsNoServerHasNobodySignalled() async throws {
        let said = try await Command.run([
            "/bin/sh", "-c", "setsid sleep 60 & p=$!; sh -c \"$1\"; kill -0 $p && echo alive; kill $p", "sh",
            RemoteSignal.script("KILL"),
        ])
        #expect(said == "alive\n")
    }
}
