import Inventory
import Subprocess
import Testing

@Suite("Pinned host keys, as ssh-keygen writes them")
struct HostKeyPinTests {
    @Test(arguments: [
        (["-t", "ed25519"], HostKeyPin.KeyType.ed25519, 51), (["-t", "ecdsa", "-b", "256"], .ecdsa256, 104),
        (["-t", "ecdsa", "-b", "384"], .ecdsa384, 136), (["-t", "ecdsa", "-b", "521"], .ecdsa521, 172),
        (["-t", "rsa", "-b", "2048"], .rsa, 279),
    ])
    func everyTypeIsTaken(_ arguments: [String], _ type: HostKeyPin.KeyType, _ size: Int) async throws {
        let pin = try HostKeyPin(try await Self.publicKey(arguments))
        #expect(pin.type == type)
        #expect(pin.blob.count == size)
        #expect(pin.comment == "a comment")
    }

    @Test func aShortRSAKeyIsRefusedWithItsLength() async throws {
        let line = try await Self.publicKey(["-t", "rsa", "-b", "1024"])
        #expect(throws: BrokenRule("an RSA key must have 2048 to 16384 bits; this one has 1024")) {
            try HostKeyPin(line)
        }
    }

    @Test func theTypeInsideMustBeTheTypeOutside() {
        let line = Sample.ed25519.replacing("ssh-ed25519", with: "ssh-rsa")
        #expect(throws: BrokenRule("the type inside the key must be the type in front of it, ssh-rsa")) {
            try HostKeyPin(line)
        }
    }

    @Test func everyCutOfAKeyIsRefused() {
        for length in 0..<Sample.ed25519.utf8.count {
            #expect(throws: BrokenRule.self) { try HostKeyPin(String(Sample.ed25519.prefix(length))) }
        }
    }

    @Test(arguments: [
        Sample.ed25519 + "AAAA", Sample.ed25519 + "=", " " + Sample.ed25519, Sample.ed25519 + "\n" + Sample.ed25519,
        Sample.ed25519.replacing(" ", with: "  "), "restrict " + Sample.ed25519, Sample.ed25519 + " a\u{1b}[2J",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5/////w==", "ssh-ed25519 /////w==",
    ])
    func whatIsNotExactlyOneKeyIsRefused(_ line: String) {
        #expect(throws: BrokenRule.self) { try HostKeyPin(line) }
    }

    /// The public line of a key made for this test; the private half goes with its folder.
    private static func publicKey(_ arguments: [String]) async throws -> String {
        try await TemporaryFolder.with { folder in
            let file = folder + "/key"
            let made = try await run(
                .name("ssh-keygen"), arguments: Arguments(["-q", "-N", "", "-C", "a comment", "-f", file] + arguments),
                output: .discarded, error: .string(limit: 4096))
            #expect(made.terminationStatus.isSuccess, "\(made.standardError)")
            return try TemporaryFolder.text(file + ".pub").replacing("\n", with: "")
        }
    }
}
