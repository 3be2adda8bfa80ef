import Testing

@testable import Settings

@Suite("Durations, sizes, plain values and spelling")
struct UnitTests {
    @Test(
        "durations are a whole number and a unit",
        arguments: [
            ("200ms", Duration.milliseconds(200)), ("5s", .seconds(5)), ("10m", .seconds(600)), ("1h", .seconds(3600)),
            ("7d", .seconds(604_800)), ("0s", .zero), ("999999999d", .seconds(86_399_999_913_600)), ("5", nil),
            ("s", nil), ("", nil), ("5 s", nil), ("-5s", nil), ("1.5s", nil), ("5S", nil), ("1h30m", nil),
            ("1234567890s", nil), ("٣s", nil), ("5us", nil),
        ] as [(String, Duration?)]
    )
    func durations(text: String, expected: Duration?) { #expect(DurationText.duration(text) == expected) }

    @Test(
        "durations are written in the largest unit that fits",
        arguments: ["200ms", "75s", "1m", "90m", "1h", "7d", "0ms"]
    )
    func durationText(text: String) throws {
        #expect(DurationText.text(try #require(DurationText.duration(text))) == text)
    }

    @Test(
        "shares are percentages",
        arguments: [
            ("5%", 0.05), ("0%", 0), ("100%", 1), ("0.5%", 0.005), ("12.5%", 0.125), ("250%", 2.5), ("5", nil),
            ("%", nil), (".5%", nil), ("5.%", nil), ("-5%", nil), ("5 %", nil), ("1e1%", nil), ("1000%", nil),
        ] as [(String, Double?)]
    )
    func shares(text: String, expected: Double?) { #expect(ShareText.share(text) == expected) }

    @Test(
        "sizes are a whole number and a unit",
        arguments: [
            ("512B", 512), ("64KiB", 65_536), ("50MiB", 52_428_800), ("2GiB", 2_147_483_648), ("0B", 0), ("50", nil),
            ("50MB", nil), ("1.5MiB", nil), ("MiB", nil), ("-1B", nil), ("9999999999GiB", nil), ("99999999999B", nil),
        ] as [(String, Int?)]
    )
    func sizes(text: String, expected: Int?) { #expect(ByteSize.bytes(text) == expected) }

    @Test(
        "plain values have the types of YAML's core schema",
        arguments: [
            ("", PlainScalar.null), ("~", .null), ("null", .null), ("true", .bool(true)), ("False", .bool(false)),
            ("yes", .string), ("on", .string), ("0", .int(0)), ("-12", .int(-12)), ("+3", .int(3)), ("007", .int(7)),
            ("1_000", .string), ("0x1F", .otherNumber), ("0o17", .otherNumber), ("0x", .string),
            ("9223372036854775808", .otherNumber), ("1.5", .double(1.5)), (".5", .double(0.5)), ("1.", .double(1)),
            ("1e3", .double(1000)), ("-1.5E-2", .double(-0.015)), ("1e", .string), (".", .string), ("-", .string),
            (".inf", .otherNumber), ("12:30", .string), ("2001-01-01", .string), ("1.2.3", .string),
        ]
    )
    func plain(text: String, expected: PlainScalar) { #expect(PlainScalar(text) == expected) }

    @Test(
        "the nearest name is found if it is near",
        arguments: [
            ("servre", "server"), ("provider", "providers"), ("Models", "models"), ("kesy", "keys"),
            ("guardrails", nil),
            ("x", nil), ("", nil),
        ] as [(String, String?)]
    )
    func spelling(word: String, expected: String?) {
        #expect(Spelling.nearest(to: word, among: ["version", "server", "providers", "models", "keys"]) == expected)
    }

    @Test("paths put unusual names in quotes, on one line")
    func paths() {
        let path = DocumentPath.root.appending("models").appending("a/b\n\"").appending("targets").appending(3)
        #expect(path.description == "models[\"a/b\\n\\\"\"].targets[3]")
    }
}
