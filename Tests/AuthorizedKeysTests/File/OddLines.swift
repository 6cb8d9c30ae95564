import LevelsLab

@testable import AuthorizedKeys

/// Lines as they are found in the field and in nightmares, each with a key of its own.
struct OddLine: Sendable {
    let name: String
    let bytes: [UInt8]
    /// The key whose login the line is about.
    let key: PublicKey

    /// Every line once, ended by a line feed.
    static func all(seed: UInt64, now: Int64) throws -> [OddLine] {
        var generator = SeededGenerator(seed: seed)
        var lines: [OddLine] = []
        func add(_ name: String, _ line: (PublicKey) -> String) throws {
            let key = try Made.ed25519(&generator)
            lines.append(OddLine(name: name, bytes: Array((line(key) + "\n").utf8), key: key))
        }
        for (name, front) in options(now: now) { try add(name) { front + " " + $0.text + " comment" } }
        for (name, line) in shapes { try add(name, line) }
        for key in try Made.oneOfEach(&generator) {
            lines.append(OddLine(name: "type \(key.type)", bytes: Array((key.text + "\n").utf8), key: key))
        }
        try lines.append(contentsOf: numbers(&generator))
        return lines
    }

    private static func options(now: Int64) -> [(String, String)] {
        let day: Int64 = 86400
        func time(_ seconds: Int64) -> String { ExpiryTime(utc: seconds)?.text ?? "" }
        func local(_ seconds: Int64) -> String { String(time(seconds).dropLast()) }
        return [
            "restrict", "RESTRICT", "no-pty", "NO-Pty", "no-restrict", "restrict,", ",restrict", "restrict,,pty", ",",
            "restrict, pty", "restrictpty", "pty pty", "ptyx", "x11-forwarding,no-X11-forwarding", "no-touch-required",
            "verify-required", "no-", "no-command=\"a\"", "frobnicate", "frobnicate=\"a\"", "restrict;pty",
            "\"restrict\"",
            "command=\"echo hi\"", "command=\"echo \\\"hi\\\" there\"", "command=\"ssh-rsa AAAA b\"", "Command=\"a\"",
            "command=\"a\",command=\"b\"", "command=echo", "command=\"\"", "command=\"a", "command=\"a\\\"", "command",
            "command = \"a\"", "command=\"a\"b", "command=\"a\"\"b\"", "command=\"a\\\\\"", "command='a b'",
            "from=\"127.0.0.1\"", "from=\"127.0.0.1\",from=\"127.0.0.1\"", "from=\"10.0.0.0/8\"",
            "from=\"127.0.0.0/8\"",
            "from=\"127.0.0.1/8\"", "from=\"\"", "from=\"127.0.0.1,\"", "from=\",127.0.0.1\"", "from=\"!127.0.0.1,*\"",
            "from=\"*,!127.0.0.1\"", "from=\"*\"", "from=\"127.*\"", "from=\"!*\"", "from=\"!\"", "from=\"LOCALHOST\"",
            "from=\"127.0.0.1/33\"", "from=\"127.0.0.1/129\"", "from=\"127.1\"", "from=\"0x7f000001\"",
            "from=\"2130706433\"",
            "from=\"127.0.0.0/8,10.0.0.1/8\"", "from=\"::1\"", "from=\"::1/0\"", "from=\"::/0\"", "from=\"0.0.0.0/0\"",
            "from=\"127.0.0.1/\"", "from=\"127.0.0.1/32x\"", "from=\" 127.0.0.1\"", "from=\"127.0.0.1 \"",
            "from=\"127.0.0.1 10.0.0.1\"", "from=\"127.?.?.1\"", "from=\"???.0.0.1\"", "from=\"!10.0.0.0/8,127.0.0.1\"",
            "from=\"127.0.0.1/032\"", "from=\"!127.0.0.1\"", "from=\"::ffff:127.0.0.1\"", "from=\"0177.0.0.1\"",
            "from=\"" + String(repeating: "a", count: 1022) + ",127.0.0.1\"",
            "from=\"" + String(repeating: "a", count: 1023) + ",127.0.0.?\"",
            "from=\"127.0.0.?," + String(repeating: "a", count: 1023) + ",!127.0.0.1\"",
            "expiry-time=\"\(time(now - day))\"", "expiry-time=\"\(time(now + day))\"",
            "expiry-time=\"\(local(now - day))\"",
            "expiry-time=\"\(local(now + day))\"", "expiry-time=\"\(local(now + 7200))\"",
            "expiry-time=\"\(local(now - 7200))\"", "expiry-time=\"20300101\"", "expiry-time=\"20300101z\"",
            "expiry-time=\"20300101UTC\"", "expiry-time=\"203001011200utc\"", "expiry-time=\"2030-01-01\"",
            "expiry-time=\"20300231Z\"", "expiry-time=\"20301301Z\"", "expiry-time=\"20300132Z\"", "expiry-time=\"Z\"",
            "expiry-time=\"19700101Z\"", "expiry-time=\"19700102Z\"", "expiry-time=\"19690101Z\"", "expiry-time=\"\"",
            "expiry-time=\"99991231235959Z\"", "expiry-time=\"2030 1 1Z\"", "expiry-time=\"20 00101Z\"",
            "expiry-time=\"20300101246000Z\"", "expiry-time=\"20300101235961Z\"", "expiry-time=\"20300101 235959Z\"",
            "expiry-time=\"20300101Z\",expiry-time=\"20200101Z\"", "expiry-time=20300101Z", "expiry-time=\"2030010Z\"",
            "expiry-time=\"+2030101Z\"", "expiry-time=\"20300101ZZ\"",
            "environment=\"A=1\"", "environment=\"A_1=\"", "environment=\"A\"", "environment=\"=1\"",
            "environment=\"A-B=1\"",
            "environment=\"A=1\",environment=\"A=2\"", "environment=\"\"",
            "permitopen=\"a:1\"", "permitopen=\"a\"", "permitopen=\"a:0\"", "permitopen=\"a:65536\"",
            "permitopen=\"a:*\"",
            "permitopen=\"[::1]:22\"", "permitopen=\"::1:22\"", "permitopen=\"a/22\"", "permitopen=\":22\"",
            "permitopen=\"a:\"", "permitopen=\"a:-1\"", "permitopen=\"a: 22\"", "permitopen=\"a:+22\"",
            "permitopen=\"*:*\"",
            "permitopen=\"[::1\"", "permitopen=\"[a]b:1\"", "permitopen=\"22\"", "permitopen=\"a:1 \"",
            "permitopen=\"a:99999999999999999999\"", "permitopen=\"a:1\",permitopen=\"a:1\"",
            "permitopen=\"\(String(repeating: "a", count: 1024)):1\"",
            "permitopen=\"\(String(repeating: "a", count: 1025)):1\"",
            "permitlisten=\"22\"", "permitlisten=\"a:22\"", "permitlisten=\"a/22\"", "permitlisten=\"0\"",
            "permitlisten=\"*\"", "permitlisten=\"\"", "tunnel=\"any\"", "tunnel=\"ANY\"", "tunnel=\"5\"",
            "tunnel=\"-1\"",
            "tunnel=\"a\"", "tunnel=\"2147483645\"", "tunnel=\"2147483646\"", "tunnel=\"0:0\"", "tunnel=\"\"",
            "principals=\"root\"", "cert-authority", "cert-authority,principals=\"root\"", "no-cert-authority",
            "restrict\tpty", "\trestrict", "ssh-rsa", "ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com",
        ].map { ("options \($0.prefix(70))", $0) }
    }

    private static let shapes: [(String, @Sendable (PublicKey) -> String)] = [
        ("nothing behind the key", { $0.text }),
        ("CRLF behind the key", { $0.text + "\r" }),
        ("CRLF behind a comment", { $0.text + " me\r" }),
        ("CRLF after options", { "restrict " + $0.text + "\r" }),
        ("blanks in front", { "   " + $0.text }),
        ("tabs in front", { "\t\t" + $0.text }),
        ("carriage return in front", { "\r" + $0.text }),
        ("tabs between", { $0.text.replacing(" ", with: "\t") + "\tme" }),
        ("many blanks between", { $0.text.replacing(" ", with: "   ") + "   me" }),
        ("a blank behind", { $0.text + " " }),
        ("a line tab behind", { $0.text + "\u{0B}" }),
        ("a carriage return instead of a blank", { $0.text.replacing(" ", with: "\r") }),
        ("a carriage return inside", { String($0.text.dropLast(9)) + "\r" + String($0.text.suffix(9)) }),
        ("a blank inside", { String($0.text.dropLast(9)) + " " + String($0.text.suffix(9)) }),
        ("commented out", { "#" + $0.text }),
        ("commented out behind blanks", { "  # " + $0.text }),
        ("comment behind options", { "restrict # " + $0.text }),
        ("without its type", { String($0.text.dropFirst("ssh-ed25519 ".count)) }),
        ("without its base64", { _ in "ssh-ed25519" }),
        ("without anything behind the blank", { _ in "ssh-ed25519 " }),
        ("upper case type", { $0.text.replacing("ssh-", with: "SSH-") }),
        ("short type", { $0.text.replacing("ssh-ed25519", with: "ED25519") }),
        ("another type", { $0.text.replacing("ssh-ed25519", with: "ssh-rsa") }),
        ("type of a certificate", { $0.text.replacing("ssh-ed25519", with: "ssh-ed25519-cert-v01@openssh.com") }),
        ("superfluous padding", { $0.text + "=" }),
        ("more padding", { $0.text + "====" }),
        ("more base64", { $0.text + "AAAA" }),
        ("base64 cut", { String($0.text.dropLast(4)) }),
        ("base64 cut inside a group", { String($0.text.dropLast(1)) }),
        ("URL's base64", { String($0.text.dropLast(2)) + "-_" }),
        ("quotes around", { "\"" + $0.text + "\"" }),
        ("a byte order mark in front", { "\u{FEFF}" + $0.text }),
        ("no-break space between", { $0.text.replacing(" ", with: "\u{A0}") }),
        ("known_hosts", { "example.org " + $0.text }),
        ("a marker of known_hosts", { "@cert-authority * " + $0.text }),
        ("SSH1", { "2048 65537 " + $0.text }),
        ("the type twice", { "ssh-ed25519 " + $0.text }),
        ("NUL behind", { $0.text + "\0 me" }),
        ("NUL in front", { "\0" + $0.text }),
        ("NUL in the comment", { $0.text + " me\0you" }),
        ("NUL inside", { String($0.text.dropLast(9)) + "\0" + String($0.text.suffix(9)) }),
        ("NUL in an option", { "command=\"a\0b\" " + $0.text }),
        ("a comment of 9 KiB", { $0.text + " " + String(repeating: "c", count: 9216) }),
        ("a comment of 20 KiB", { $0.text + " " + String(repeating: "c", count: 20480) }),
        ("a command of 40 KiB", { "command=\"" + String(repeating: "c", count: 40960) + "\" " + $0.text }),
        ("9 KiB of blanks", { String(repeating: " ", count: 9216) + $0.text }),
        ("another key as a comment", { $0.text + " ssh-ed25519 AAAA" }),
        ("odd Unicode", { $0.text + " \u{202E}em\u{200B}" }),
        ("short name inside", { "ssh-ed25519 " + Made.base64(Made.string("ED25519") + $0.blob.dropFirst(15)) }),
        ("short name inside, small", { "ssh-ed25519 " + Made.base64(Made.string("ed25519") + $0.blob.dropFirst(15)) }),
        (
            "NUL at the end of the name",
            { "ssh-ed25519 " + Made.base64(Made.string("ssh-ed25519\0") + $0.blob.dropFirst(15)) }
        ),
        (
            "two NUL at its end",
            { "ssh-ed25519 " + Made.base64(Made.string("ssh-ed25519\0\0") + $0.blob.dropFirst(15)) }
        ),
        (
            "31 bytes",
            { "ssh-ed25519 " + Made.base64(Made.string("ssh-ed25519") + BlobWriter.string($0.blob.suffix(31))) }
        ),
        ("trailing bytes", { "ssh-ed25519 " + Made.base64($0.blob + [0]) }),
        (
            "a length too long",
            { "ssh-ed25519 " + Made.base64($0.blob.prefix(15) + [0xFF, 0xFF, 0xFF, 0xFF] + $0.blob.suffix(32)) }
        ),
        ("4097 permitopen", { String(repeating: "permitopen=\"a:1\",", count: 4097) + " " + $0.text }),
        ("4098 permitopen", { String(repeating: "permitopen=\"a:1\",", count: 4098) + " " + $0.text }),
        ("1025 variables", { (0..<1025).map { "environment=\"A\($0)=\"," }.joined() + " " + $0.text }),
        ("1026 variables", { (0..<1026).map { "environment=\"A\($0)=\"," }.joined() + " " + $0.text }),
    ]

    /// Keys with numbers, in forms that OpenSSH would not write.
    private static func numbers(_ generator: inout SeededGenerator) throws -> [OddLine] {
        var lines: [OddLine] = []
        func add(_ name: String, _ front: String, bits: Int = 2048, _ blob: ([UInt8]) -> [UInt8]) throws {
            let modulus = Made.modulus(bits, &generator)
            let key = try Made.rsa(modulus: modulus)
            let line = front + " " + Made.base64(blob(modulus)) + " me\n"
            lines.append(OddLine(name: name, bytes: Array(line.utf8), key: key))
        }
        let exponent = BlobWriter.number([1, 0, 1])
        try add("RSA 1024", "ssh-rsa", bits: 1024) { Made.rsaBlob(modulus: $0) }
        try add("RSA 1025", "ssh-rsa", bits: 1025) { Made.rsaBlob(modulus: $0) }
        try add("RSA 16384", "ssh-rsa", bits: 16384) { Made.rsaBlob(modulus: $0) }
        try add("zeros in front", "ssh-rsa") { Made.string("ssh-rsa") + exponent + BlobWriter.string([0, 0, 0] + $0) }
        try add("negative", "ssh-rsa") { Made.string("ssh-rsa") + exponent + BlobWriter.string($0) }
        try add("named by its signature", "rsa-sha2-512") { Made.rsaBlob(modulus: $0) }
        try add("named RSA inside", "ssh-rsa") { Made.string("RSA") + exponent + BlobWriter.number($0) }
        try add("named RSA inside, with a long s", "ssh-rsa") {
            Made.string("r\u{17F}a") + exponent + BlobWriter.number($0)
        }
        try add("its signature inside", "ssh-rsa") { Made.string("rsa-sha2-256") + exponent + BlobWriter.number($0) }
        try add("named RSA", "RSA") { Made.rsaBlob(modulus: $0) }
        try add("signature's name of a certificate", "rsa-sha2-512-cert-v01@openssh.com") { Made.rsaBlob(modulus: $0) }
        try add("a number too long", "ssh-rsa") {
            Made.string("ssh-rsa") + exponent
                + BlobWriter.string([UInt8](repeating: 0, count: 2049 - $0.count) + $0 + [1])
        }
        try add("as many zeros as there may be", "ssh-rsa") {
            Made.string("ssh-rsa") + exponent + BlobWriter.string([UInt8](repeating: 0, count: 2049 - $0.count) + $0)
        }
        let point = Made.point(.nistp256, &generator)
        let curve = Made.string("ecdsa-sha2-nistp256") + Made.string("nistp256")
        let key = try PublicKey(blob: curve + BlobWriter.string(point))
        for (name, blob) in [
            ("a compressed point", curve + BlobWriter.string([2] + point[1...32])),
            (
                "another curve inside",
                Made.string("ecdsa-sha2-nistp256") + Made.string("nistp384") + BlobWriter.string(point)
            ),
            ("named ECDSA inside", Made.string("ECDSA") + Made.string("nistp256") + BlobWriter.string(point)),
        ] {
            lines.append(OddLine(name: name, bytes: Array("ecdsa-sha2-nistp256 \(Made.base64(blob))\n".utf8), key: key))
        }
        return lines
    }
}
