import Testing

@testable import Messaging

@Suite struct SMTPReplyParserTests {
    @Test func `Replies come out whole however their bytes come in`() throws {
        let text = "220 hi\r\n250-one\r\n250-\r\n250 three\r\n354\r\n"
        let expected = [
            SMTPReply(code: 220, lines: ["hi"]), SMTPReply(code: 250, lines: ["one", "", "three"]),
            SMTPReply(code: 354, lines: [""]),
        ]
        for size in 1...text.utf8.count {
            var parser = SMTPReplyParser()
            var replies: [SMTPReply] = []
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                replies += try parser.take(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(replies == expected && parser.isEmpty)
        }
    }

    @Test(arguments: [
        "hello\r\n", "25 x\r\n", "250_x\r\n", "150 x\r\n", "650 x\r\n", "250-a\r\n251 b\r\n",
        String(repeating: "x", count: 3000), "250 " + String(repeating: "x", count: 3000) + "\r\n",
        String(repeating: "250-x\r\n", count: 200),
    ])
    func `What is no reply is refused, and nothing grows without a bound`(text: String) {
        var parser = SMTPReplyParser()
        #expect(throws: MessagingError.self) { try parser.take(text.utf8) }
    }

    @Test func `A reply is told in one line without control characters`() {
        let reply = SMTPReply(code: 550, lines: ["no\u{1B}[31m", String(repeating: "x", count: 500)])
        #expect(!reply.text.contains("\u{1B}") && reply.text.utf8.count <= 200)
    }
}
