import JSONText
import Testing

@Suite("Numbers")
struct JSONNumberTests {
    @Test(
        "an integer is read exactly or not at all",
        arguments: [
            ("0", 0), ("-0", 0), ("0.0", 0), ("-0e5", 0), ("0e99999999999999999999", 0), ("12", 12), ("-12", -12),
            ("12.0", 12), ("1.2e1", 12), ("120e-1", 12), ("0.12E+2", 12), ("1200000e-5", 12), ("12.5", nil),
            ("12e-1", nil),
            ("0.1", nil), ("9007199254740993", 9_007_199_254_740_993), ("9007199254740993.0", 9_007_199_254_740_993),
            ("1.00000000000000000000000001", nil), ("1.00000000000000000000000000", 1),
            ("9223372036854775807", Int.max), ("9223372036854775807.0", Int.max), ("-9223372036854775808", Int.min),
            ("-922337203685477580.8e1", Int.min), ("9223372036854775808", nil), ("-9223372036854775809.0", nil),
            ("9223372036854775808.0", nil), ("18446744073709551616.0", nil), ("1e18", 1_000_000_000_000_000_000),
            ("1e19", nil), ("1e999", nil), ("1e-999", nil), ("1e99999999999999999999", nil),
            ("1e-99999999999999999999", nil),
        ] as [(String, Int?)]
    )
    func integers(text: String, value: Int?) throws {
        #expect(try #require(JSONNumber(text)).int == value)
        #expect(try JSONValue(parsing: text).int == value)
        let object = Array(#"{"n":\#(text)}"#.utf8)
        #expect(try JSONFieldSet(["n"]).scan(object)[0]?.int(in: object) == value)
    }

    @Test(
        "a floating-point value is written in JSON's grammar and reads back the same",
        arguments: [
            0, -0.0, 1, 0.1, 1e16, 1e20, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi, 1e-7,
            -123_456.789,
        ]
    )
    func doubles(value: Double) throws {
        let number = try #require(JSONNumber(value))
        #expect(JSONNumber(number.text) == number)
        #expect(number.double == value)
        #expect(number.double.sign == value.sign)
    }

    @Test("what JSON has no number for gives none")
    func refused() {
        for value in [Double.nan, .infinity, -.infinity] { #expect(JSONNumber(value) == nil) }
        for text in ["", " 1", "1 ", "+1", "01", "1.", ".1", "1e", "0x1", "NaN", "1,2", "١"] {
            #expect(JSONNumber(text) == nil, "\(text)")
        }
        #expect(JSONNumber("1e999")?.double == .infinity)
        #expect(JSONNumber(-5).text == "-5")
    }
}
