import AuthorizedKeys
import Fleet
import Testing

@Suite("The comment of a rendered line")
struct KeyCommentTests {
    @Test(arguments: [
        ("Alice Example", "levels-ssh:alice Alice Example"),
        ("  Alice   Example  ", "levels-ssh:alice Alice Example"),
        ("Zoë \"the $(reboot)\" `x` \\n '#'", "levels-ssh:alice Zo? the (reboot) x n #"),
        ("a\u{1b}[2Jb\u{202e}c\nd", "levels-ssh:alice a?[2Jb?c?d"),
        ("\"\"", "levels-ssh:alice"),
    ])
    func isPrintableASCIIWithoutQuotes(_ name: String, _ comment: String) throws {
        #expect(KeyComment.text(for: try Declaring.person("alice", name: name)) == comment)
    }

    @Test(arguments: [
        ("levels-ssh:alice Alice Example", "alice"), ("levels-ssh:a.b_c-1", "a.b_c-1"), ("levels-ssh:", nil),
        ("levels-ssh: alice", nil), ("levels-ssh:Alice", nil), ("levels-ssh:a\u{1b}", nil), ("alice@laptop", nil),
        ("", nil), ("x levels-ssh:alice", nil),
    ])
    func namesItsPerson(_ comment: String, _ person: String?) {
        #expect(KeyComment.person(in: RawText(comment)) == person)
    }
}
