import JSONText
import Logging
import Testing

@testable import Telemetry

@Suite("Lines of a log")
struct LogEncoderTests {
    private static let record = LogRecord(
        time: 1_795_298_703_000_123_456,
        level: .info,
        module: "access",
        message: "failed: \"x\"",
        fields: [
            LogField("model", .text("a b\u{1B}[31m\n\u{2028}\u{9B}日")), LogField("entry", .word("e1")),
            LogField("count", .int(-3)), LogField("cost_usd", .decimal("0.1")), LogField("stream", .flag(false)),
            LogField("tags", .list([.text("x"), .int(1)])), LogField("stages_us", .object([LogField("read", .int(4))])),
            LogField("id", .text("4111111111111111")), LogField("number", .int(4_111_111_111_111_111)),
        ]
    )

    private func line(_ encoder: LogEncoder) -> [UInt8] {
        var scribe = LineScribe()
        scribe.write(Self.record)
        return encoder.lines(scribe.out)
    }

    @Test("are one JSON object each")
    func json() throws {
        let line = line(LogEncoder(.json))
        #expect(line.count { $0 == UInt8(ascii: "\n") } == 1 && line.last == UInt8(ascii: "\n"))
        #expect(!line.contains(0x1B) && !line.contains(0x9B))
        let value = try JSONValue(parsing: Array(line.dropLast()).span)
        #expect(
            value == [
                "time": "2026-11-21T22:05:03.000123Z", "level": "info", "module": "access", "message": "failed: \"x\"",
                "model": "a b\u{1B}[31m\n\u{2028}\u{9B}日", "entry": "e1", "count": -3, "cost_usd": "0.1",
                "stream": false,
                "tags": ["x", 1], "stages_us": ["read": 4], "id": "[masked:card]", "number": 4_111_111_111_111_111,
            ]
        )
    }

    @Test("are for people where that is wanted, without anything that a terminal obeys")
    func human() {
        let text = String(decoding: line(LogEncoder(.human)), as: UTF8.self)
        #expect(
            text == #"""
                2026-11-21T22:05:03.000123Z INFO     access: failed: \"x\" model="a b\u001b[31m\n\u2028\u009b日" entry=e1 count=-3 cost_usd=0.1 stream=false tags=["x",1] stages_us={"read":4} id=[masked:card] number=4111111111111111

                """#
        )
        let colored = String(decoding: line(LogEncoder(.human, isColored: true)), as: UTF8.self)
        #expect(colored.contains("\u{1B}[36mINFO    \u{1B}[0m"))
    }

    @Test(
        "tell moments in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (951_782_399_999_999_999, "2000-02-28T23:59:59.999999Z"),
            (951_782_400_000_000_000, "2000-02-29T00:00:00.000000Z"),
            (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000Z"),
            (-5, "1970-01-01T00:00:00.000000Z"),
        ] as [(Int64, String)]
    )
    func moments(time: Int64, text: String) {
        #expect(InstantText.text(time) == text)
    }
}
