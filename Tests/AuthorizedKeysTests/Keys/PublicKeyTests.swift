import AuthorizedKeys
import Testing

@Suite("Public keys, as people hand them over")
struct PublicKeyTests {
    private static let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKqNNcKYHu5Zr9RU2BbnSFBF2BwTdIWoXfHZGmBJ1Bbw"

    @Test func aLineIsAKeyAndAComment() throws {
        let line = try KeyLine(parsing: Self.line + " alice at her laptop\n")
        #expect(line.key.type == .ed25519)
        #expect(line.key.bits == 256)
        #expect(line.key.text == Self.line)
        #expect(line.comment == "alice at her laptop")
        #expect(try KeyLine(parsing: Self.line).comment.isEmpty)
    }

    private static let refused: [(String, KeyError)] = [
        ("", .notAKey), ("ssh-ed25519", .notAKey), ("  " + line, .notAKey),
        (line + "\n" + line, .notOneLine), (line.replacing(" ", with: "\t"), .notOneLine),
        (line + " \u{1B}[2J", .notOneLine), ("\u{1B}[2J " + line, .notOneLine),
        ("restrict " + line, .unknownType("restrict")), ("\u{202E} " + line, .unknownType("\\u{202e}")),
        (line + "=", .badBase64), (line.replacing(" ", with: "  "), .notAKey),
        (line + "AAAA", .malformed(.trailingBytes)), (String(line.dropLast(4)), .malformed(.cutShort)),
        (line.replacing("ssh-ed25519", with: "ssh-rsa"), .malformed(.otherType("ssh-ed25519"))),
        (line.replacing("ssh-ed25519", with: "rsa-sha2-512"), .malformed(.notCanonical)),
        (line.replacing("ssh-ed25519", with: "ssh-ed25519-cert-v01@openssh.com"), .certificate(.ed25519)),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", .privateKey), ("PuTTY-User-Key-File-3: ssh-ed25519", .privateKey),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n", .privateKey),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\r\nMIIE\r\n", .privateKey),
        ("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU", .privateKey),
        (line + " " + String(repeating: "c", count: 8192), .malformed(.tooLarge)),
    ]

    @Test(arguments: refused)
    func whatIsNotExactlyOneKeyIsRefused(_ line: String, _ error: KeyError) {
        #expect(throws: error) { try KeyLine(parsing: line) }
    }

    @Test func everyCutOfAKeyIsRefused() {
        for length in 0..<Self.line.utf8.count {
            #expect(throws: KeyError.self) { try KeyLine(parsing: String(Self.line.prefix(length))) }
        }
    }

    @Test func errorsSayWhatToDo() {
        let errors: [KeyError] = [
            .notAKey, .notOneLine, .privateKey, .certificate(.rsa), .unknownType("x"), .badBase64,
            .malformed(.cutShort),
        ]
        for error in errors {
            #expect(!error.message.hasSuffix(".") && !error.hint.hasSuffix("."))
            #expect(!error.message.isEmpty && !error.hint.isEmpty)
        }
    }

    @Test func whatIsShownOfHostileTextIsHarmless() {
        let text = RawText("a\u{1B}[2J\u{202E}b\\ c\u{A0}ü\u{2028}" + "\u{E000}")
        #expect(text.escaped() == "a\\x1b[2J\\u{202e}b\\\\ c\\u{a0}ü\\u{2028}\\u{e000}")
        #expect(RawText([0x61, 0xFF, 0xC3]).escaped() == "a\\xff\\xc3")
        #expect(RawText(String(repeating: "x", count: 300)).escaped(limit: 10) == "xxxxxxxxxx...")
        #expect(text.hidesSomething && !RawText("Zoë's \\ key").hidesSomething)
    }
}
