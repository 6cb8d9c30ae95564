import Testing

@testable import Fleet

struct PageTests {
    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"), ("a\"b'c&d", "a&quot;b&#39;c&amp;d"),
        ("\u{1b}[2J", "\\x1b[2J"), ("\u{202e}abc", "\\u{202e}abc"), ("&lt;", "&amp;lt;"),
    ])
    func nothingThatIsPutInIsObeyed(text: String, shown: String) {
        var page = Page(title: text)
        page.heading(text)
        page.paragraph(text, .bad)
        page.table([text], [[.init(text, .good)]], orSay: text)
        // In the title, the heading, the section's heading, the paragraph, the head of the column and the cell.
        #expect(page.html.components(of: shown) == 6)
        #expect(text == shown || !page.html.contains(text))
    }

    @Test func aPageNeedsNothingElse() {
        let html = Page(title: "a").html
        #expect(html.contains("default-src 'none'"))
        for word in ["http://", "https://", "<script", "<link", "url("] { #expect(!html.contains(word)) }
    }

    @Test func aTableWithoutRowsIsASentence() {
        var page = Page(title: "a")
        page.table(["x"], [], orSay: "nobody")
        #expect(page.html.contains("<p>nobody</p>") && !page.html.contains("<table>"))
    }
}

extension String {
    /// How often a text is in this one.
    fileprivate func components(of text: String) -> Int {
        let (whole, part) = (Array(utf8), Array(text.utf8))
        return whole.indices.count { whole[$0...].starts(with: part) }
    }
}
