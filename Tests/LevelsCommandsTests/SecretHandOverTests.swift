import Foundation
import Inventory
import Testing

@testable import LevelsCommands

/// What the real programs read from the files that they are given.
@Suite struct SecretHandOverTests {
    static let passwords = [
        "plain", "p#a;ss", "with \"quotes\" and 'these'", "back\\slash\\n\\", "  blanks at the ends  ", "line\nend",
        "tab\tbell\u{7}back\u{8}cr\r!", "\u{e4}\u{1f600}", "=[client]", "%s $HOME `id`", "\\", "\"", "#",
    ]

    static func place(_ isNameless: Bool, _ folder: String) -> [SecretFile.Place] {
        isNameless ? [.nameless(in: folder)] : [.named(in: folder)]
    }

    /// A file without a name can be handed over on Linux only.
    #if os(Linux)
        static let kinds = [true, false]
    #else
        static let kinds = [false]
    #endif

    @Test(
        .enabled(
            if: TestProgram.isInstalled("my_print_defaults"), "my_print_defaults (mariadb-client) is not installed"),
        arguments: passwords, kinds)
    func mySQLReadsThePasswordAsItIs(_ password: String, _ isNameless: Bool) async throws {
        let invocation = try ClientInvocation.make(
            command: ["mariadb"], target: ClientInvocationTests.target(.mysql), password: Secret(password.utf8),
            environment: [:])
        let secret = try #require(invocation.secret)
        try await withTemporaryFolder { folder in
            let result = try await SecretFile.with(secret, places: Self.place(isNameless, folder)) { file in
                let option = try #require(invocation.arguments.first).resolved(file.path)
                return try await TestProgram.output(
                    "my_print_defaults", [option, "client"], inheriting: file.inherited)
            }
            // Before ours it prints what the machine's own option files say.
            #expect(result.hasSuffix("--password=\(password)\n"))
        }
    }

    @Test(arguments: kinds) func theFileIsOursAloneAndGoneAfterwards(_ isNameless: Bool) async throws {
        try await withTemporaryFolder { folder in
            let shown = try await SecretFile.with(
                Secret("pw".utf8), places: Self.place(isNameless, folder)
            ) { file in
                // Twice, since libpq reads it again for every connection.
                let script = "cat $0 $0; stat -L -c %a $0 2>/dev/null || stat -f %Lp $0"
                let left = try FileManager.default.contentsOfDirectory(atPath: folder)
                #expect(left.isEmpty == isNameless)
                return try await TestProgram.output("sh", ["-c", script, file.path], inheriting: file.inherited)
            }
            #expect(shown == "pwpw600\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func aPlaceThatCannotBeUsedIsPassedOver() async throws {
        try await withTemporaryFolder { folder in
            let path = try await SecretFile.with(
                Secret("pw".utf8), places: [.named(in: "/nowhere"), .named(in: folder)]
            ) { $0.path }
            #expect(path.hasPrefix(folder))
            await #expect(throws: ClientFailure.self) {
                try await SecretFile.with(Secret("pw".utf8), places: [.named(in: "/nowhere")]) { _ in }
            }
        }
    }
}
