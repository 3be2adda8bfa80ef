import JSONText
import Testing

@testable import Guardrails

@Suite struct JSONScanTests {
    /// Finds groups of digits, and tells the field's name in its rule.
    private struct Digits: Detector {
        let patterns = [Pattern("[0-9]{4}(-[0-9]{4})?")]
        func findings(in text: NormalizedText, matches: [PatternMatch], context: ScanContext) -> [Finding] {
            matches.map {
                Finding(
                    type: FindingType(rawValue: "DIGITS"),
                    range: $0.start..<$0.end,
                    score: 1,
                    rule: context.fieldName ?? "-"
                )
            }
        }
    }

    private func scan(_ json: String) throws -> [JSONFinding] {
        let scanner = try Scanner([Digits()])
        return try scanner.scan(json: Array(json.utf8), using: try scanner.makeScratch())
    }

    private func part(_ json: String, _ range: Range<Int>) -> String {
        String(decoding: Array(json.utf8)[range], as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"電話":"は1234です"}"#, "1234", "電話"),
        (#"{"a":{"b":["x","1234"]}}"#, "1234", "b"),
        (#"{"a":{"b":1},"c":"1234"}"#, "1234", "c"),
        (#"["1234"]"#, "1234", "-"),
        (#"{"t":"改行\n\"1234\"\t終"}"#, "1234", "t"),
        (#"{"t":"\u0031\u00322\u200b3"}"#, #"\u0031\u00322\u200b3"#, "t"),
        (#"{"\u0061":"\uD83D\uDE00 1234"}"#, "1234", "a"),
        (#"{"n":12345}"#, "1234", "n"),
        (#""1234""#, "1234", "-"),
    ])
    func `values are scanned unescaped, with the names of their members`(
        json: String,
        place: String,
        field: String
    ) throws {
        let found = try scan(json)
        #expect(found.first.map { part(json, $0.finding.range) } == place)
        #expect(found.first?.finding.rule == field)
    }

    @Test func `names are no values`() throws {
        #expect(try scan(#"{"1234":"a","b":{"5678":true}}"#).isEmpty)
    }

    @Test func `a masked text is JSON still`() throws {
        let json = #"{"a":"x \"1234\" y","n":12345678,"c":["1234-5678",null],"d":"\u0031234"}"#
        let masked = JSONFinding.replace(try scan(json), in: Array(json.utf8)) { _ in #"<"X">"# }
        let value = try JSONValue(parsing: masked)
        #expect(value["a"]?.string == #"x "<"X">" y"#)
        #expect(value["n"]?.string == #"<"X">"#)
        #expect(value["c"]?[0]?.string == #"<"X">"#)
        #expect(value["c"]?[1]?.isNull == true)
        #expect(value["d"]?.string == #"<"X">"#)
    }

    @Test func `a text that is cut or no JSON at all is read as far as it goes`() throws {
        let json = Array(#"{"a":["x\u00","1234 \"],"b":{"c":12345,"d":"\uD83D"}}"#.utf8)
        let scanner = try Scanner([Digits()])
        let scratch = try scanner.makeScratch()
        for end in 0...json.count {
            for finding in try scanner.scan(json: Array(json[..<end]), using: scratch) {
                #expect(finding.finding.range.upperBound <= end && finding.value.upperBound <= end)
            }
        }
        var generator = SplitMix(state: 5)
        let pieces = ["{", "}", "[", "]", "\"", "\\", ":", ",", "1234", "a", "\\u", "あ", " "].map { Array($0.utf8) }
        for _ in 0..<2000 {
            let text = (0..<12).flatMap { _ in pieces.randomElement(using: &generator) ?? [] }
            for finding in try scanner.scan(json: text, using: scratch) {
                #expect(finding.finding.range.upperBound <= text.count)
            }
        }
    }
}
