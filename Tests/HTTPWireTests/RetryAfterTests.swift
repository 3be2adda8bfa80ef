import Testing

@testable import HTTPWire

@Suite("How long an answer asks to be left alone")
struct RetryAfterTests {
    /// 2026-11-21T22:05:03Z.
    private static let now: Int64 = 1_795_298_703

    private func seconds(_ field: String) throws -> Int? {
        let head = try ResponseHead(parsing: Array("HTTP/1.1 503 Busy\r\n\(field)\r\n\r\n".utf8), isHead: false)
        return RetryAfter.seconds(in: head.fields, now: Self.now)
    }

    @Test(
        "is read as seconds and as a date",
        arguments: [
            ("0", 0), ("7", 7), ("007", 7), ("120", 120), ("999999999", RetryAfter.longest),
            ("99999999999999999999999", RetryAfter.longest), ("Sat, 21 Nov 2026 22:05:33 GMT", 30),
            ("Sun, 22 Nov 2026 22:05:03 GMT", 86_400), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Tue, 31 Dec 9999 23:59:60 GMT", RetryAfter.longest),
        ]
    )
    func forms(value: String, wait: Int) throws { #expect(try seconds("Retry-After: \(value)") == wait) }

    @Test(
        "is not made up from what is neither",
        arguments: [
            "", "-1", "+5", "1.5", "soon", "7 ", "Sat, 21 Nov 2026 22:05:33 UTC", "Sat, 21 Nov 2026 24:05:33 GMT",
            "Sat, 00 Nov 2026 22:05:33 GMT", "Sat, 21 Now 2026 22:05:33 GMT", "Sat, 21 Nov 20x6 22:05:33 GMT",
            "Saturday, 21-Nov-26 22:05:33 GMT", "Sat Nov 21 22:05:33 2026", "Sat, 21 Nov 2026 22:05:33 GMT,",
        ]
    )
    func noForms(value: String) throws {
        // Blanks around a value are not a part of it.
        #expect(try seconds("Retry-After: \(value)") == (value == "7 " ? 7 : nil))
    }

    @Test("is nothing where it is not there")
    func none() throws { #expect(try seconds("x-other: 7") == nil) }
}
