import Foundation
import Testing

@testable import Messaging

@Suite struct MailMessageTests {
    private func message(subject: String = "Budget", text: String = "Hello.", html: String? = nil) throws -> MailMessage
    {
        MailMessage(
            from: try #require(MailAddress("kanmon@example.com")),
            to: [try #require(MailAddress("a@example.com")), try #require(MailAddress("b@example.org"))],
            subject: subject,
            text: text,
            html: html,
            id: "alert_1",
            date: 1_795_421_045
        )
    }

    private func lines(_ message: MailMessage) -> [String] {
        String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test func `Fields are those of the standard`() throws {
        let lines = lines(try message())
        #expect(
            lines.prefix(4) == ["From: kanmon@example.com", "To: a@example.com,", " b@example.org", "Subject: Budget"]
        )
        #expect(lines.contains("Date: Mon, 23 Nov 2026 08:04:05 +0000"))
        #expect(lines.contains("Message-ID: <alert_1@example.com>"))
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (951_868_799, "Tue, 29 Feb 2000 23:59:59 +0000"),
            (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        ] as [(Int64, String)]
    )
    func `Dates are written in UTC`(seconds: Int64, text: String) { #expect(MailDate.text(seconds) == text) }

    @Test(arguments: [
        "予算の80％に達しました", "Bcc: x@y.z\r\nX-Evil: 1", "plain", "", "=?UTF-8?B?eA==?=",
        String(repeating: "長い件名", count: 60),
        "tab\tand\u{2028}separator",
    ])
    func `A subject says what it should, and never ends its field`(subject: String) throws {
        let all = lines(try message(subject: subject))
        let first = try #require(all.firstIndex { $0.hasPrefix("Subject:") })
        var field = [String(all[first].dropFirst(9))]
        for line in all[(first + 1)...] {
            guard line.hasPrefix(" ") else { break }
            field.append(String(line.dropFirst()))
        }
        #expect(all[first + field.count].hasPrefix("Date:"))
        #expect(field.allSatisfy { $0.utf8.count <= 75 })
        let read = try field.map { word in
            guard word.hasPrefix("=?UTF-8?B?") else { return word }
            return String(
                decoding: try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))),
                as: UTF8.self
            )
        }.joined()
        let expected = String(
            String.UnicodeScalarView(
                subject.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x2028 ? " " : $0 }
            )
        )
        #expect(read == expected)
    }

    @Test func `Lines are short and ASCII, and texts come out again`() throws {
        let text = String(repeating: "本日の費用は $12.34 です。\n", count: 40) + ".\n"
        let message = try message(text: text, html: "<p>本日</p>")
        #expect(message.bytes.allSatisfy { $0 < 0x80 })
        let lines = lines(message)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        let boundary = "--=_kanmon.alert_1"
        let parts = lines.split(separator: boundary, omittingEmptySubsequences: false).dropFirst()
        let contents = try parts.prefix(2).enumerated().map { index, part in
            let body = part.drop { !$0.isEmpty }.joined().replacingOccurrences(of: boundary + "--", with: "")
            return String(decoding: try #require(Data(base64Encoded: body)), as: UTF8.self)
        }
        #expect(contents == [text.replacingOccurrences(of: "\n", with: "\r\n"), "<p>本日</p>"])
    }

    @Test(arguments: [
        ("a@b", true), ("ops+alerts@mail.example.co.jp", true), ("", false), ("a", false), ("a@", false), ("@b", false),
        ("a@b@c", false), ("a b@c", false), ("a@b\r\nRCPT TO:<x@y>", false), ("<a@b>", false), ("a..b@c", false),
        ("a@-b", false), ("関門@example.com", false), (String(repeating: "a", count: 65) + "@b", false),
    ])
    func `An address is one that can be said to a server`(text: String, isOne: Bool) {
        #expect((MailAddress(text) != nil) == isOne)
    }
}
