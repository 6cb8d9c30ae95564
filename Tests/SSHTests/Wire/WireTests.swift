import Testing

@testable import SSH

@Suite struct WireTests {
    @Test func whatIsWrittenIsReadBack() throws {
        var writer = WireWriter()
        writer.byte(7)
        writer.boolean(true)
        writer.uint32(.max)
        writer.uint64(0x0102_0304_0506_0708)
        writer.string("text")
        writer.nameList(["a", "b@c"])
        writer.mpint([0x80, 1])
        var reader = WireReader(writer.bytes)
        #expect(try reader.byte() == 7)
        #expect(try reader.boolean())
        #expect(try reader.uint32() == .max)
        #expect(try reader.uint64() == 0x0102_0304_0506_0708)
        #expect(try reader.text() == "text")
        #expect(try reader.nameList() == ["a", "b@c"])
        #expect(try Array(reader.mpint()) == [0x80, 1])
        try reader.end()
    }

    /// The examples of RFC 4251 section 5, as far as they are not negative.
    @Test(
        arguments: [
            ([], [0, 0, 0, 0]),
            (
                [0x09, 0xa3, 0x78, 0xf9, 0xb2, 0xe3, 0x32, 0xa7],
                [0, 0, 0, 8, 0x09, 0xa3, 0x78, 0xf9, 0xb2, 0xe3, 0x32, 0xa7]
            ),
            ([0x80], [0, 0, 0, 2, 0, 0x80]),
            ([0, 0, 0x7f], [0, 0, 0, 1, 0x7f]),
        ] as [([UInt8], [UInt8])])
    func mpintsAreWrittenAsTheStandardShows(magnitude: [UInt8], wire: [UInt8]) {
        var writer = WireWriter()
        writer.mpint(magnitude)
        #expect(writer.bytes == wire)
    }

    @Test(
        arguments: [
            [0, 0, 0, 2, 0xed, 0xcc],  // negative
            [0, 0, 0, 2, 0, 0x7f],  // a needless zero
            [0, 0, 0, 1, 0],  // zero is empty
        ] as [[UInt8]])
    func mpintsThatAreNegativeOrPaddedAreRefused(wire: [UInt8]) {
        var reader = WireReader(wire)
        #expect(throws: WireError.self) { try reader.mpint() }
    }

    @Test func aLengthBeyondTheEndIsRefused() {
        var reader = WireReader([0xff, 0xff, 0xff, 0xff, 1])
        #expect(throws: WireError.truncated(needed: 0xffff_ffff, left: 1)) { try reader.string() }
    }

    @Test func aLengthBeyondTheLimitIsRefused() {
        var reader = WireReader([0, 0, 0, 2, 1, 1])
        #expect(throws: WireError.tooLong(length: 2, limit: 1)) { try reader.string(limit: 1) }
    }

    @Test func aFailedReadLeavesTheReaderWhereItWas() throws {
        var reader = WireReader([0, 0, 0, 9, 1])
        #expect(throws: WireError.self) { try reader.string() }
        #expect(try reader.uint32() == 9)
    }

    @Test(arguments: ["a,,b", ",a", "a,", "a b", "a,\u{7f}"])
    func namesThatAreEmptyOrUnprintableAreRefused(list: String) {
        var writer = WireWriter()
        writer.string(list)
        var reader = WireReader(writer.bytes)
        #expect(throws: WireError.self) { try reader.nameList() }
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func base64IsReadBack(text: String) {
        #expect(Base64.decode(Array(Base64.encode(Array(text.utf8)).utf8)) == Array(text.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Z===", "====", "Zm9v Zm9v", "Zg==Zg==", "Zm-v", "=Zm9"])
    func base64ThatIsNotStrictIsRefused(text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }
}

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain text, näive 日本", "plain text, näive 日本"),
        ("\u{1b}[2J", "\\x1b[2J"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\u{9b}31m", "\\x9b31m"),
        ("gpj\u{202e}exe", "gpj\\u{202e}exe"),
        ("\u{2066}\u{200b}\u{feff}", "\\u{2066}\\u{200b}\\u{feff}"),
        ("\\x1b", "\\\\x1b"),
        ("\u{0}\u{7f}", "\\x00\\x7f"),
    ])
    func whatCannotBeSeenIsWrittenOut(text: String, shown: String) {
        #expect(escapedForTerminal(text) == shown)
    }

    @Test func longTextIsCut() {
        #expect(escapedForTerminal("abcdef", limit: 3) == "abc...")
    }

    @Test func bytesThatAreNotUTF8Show() {
        #expect(escapedForTerminal([0x61, 0xff, 0x1b] as [UInt8]) == "a\u{fffd}\\x1b")
    }
}

@Suite struct SecretTests {
    @Test func aSecretIsNotPrinted() {
        let secret = Secret("correct horse")
        #expect("\(secret)" == "<redacted>")
        #expect(String(reflecting: secret) == "<redacted>")
        var dumped = ""
        dump(["key": secret], to: &dumped)
        #expect(!dumped.contains("horse"))
    }

    @Test func bytesThatWereTakenAreGoneFromTheCaller() {
        var bytes: [UInt8] = [1, 2, 3]
        let secret = Secret(taking: &bytes)
        #expect(bytes.isEmpty)
        #expect(secret.withBytes { Array($0) } == [1, 2, 3])
    }
}

@Suite struct PublicKeyBlobTests {
    @Test(arguments: [
        ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"], ["-t", "ecdsa", "-b", "521"],
        ["-t", "rsa", "-b", "2048"],
    ])
    func fingerprintAndLineAreSSHKeygens(options: [String]) async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", options)
            let (key, comment) = try PublicKeyBlob.parse(line: try folder.readText("key.pub"))
            let shown = try folder.run("ssh-keygen", "-lf", path)
            #expect(shown.contains(" \(key.fingerprint) "))
            #expect(try folder.readText("key.pub") == "\(key.line) \(comment)\n")
            #expect(comment == "comment of key")
            #expect(key.modulusBits == (options[1] == "rsa" ? 2048 : nil))
        }
    }

    @Test(arguments: [
        "", "ssh-ed25519", "ssh-ed25519 !!!!", "ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAHwABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4=",
    ])
    func linesThatAreNoKeysAreRefused(line: String) {
        #expect(throws: WireError.self) { try PublicKeyBlob(line: line) }
    }
}
