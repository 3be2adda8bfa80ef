import Guardrails
import Testing

@testable import GuardAdapters

@Suite("Texts cut into windows")
struct TextWindowsTests {
    private func windows(_ text: String, _ windows: TextWindows) throws -> [TextWindow] {
        try windows.batches(of: question(text)).flatMap { $0 }
    }

    @Test("windows cover the text, begin and end at characters, are short enough, and overlap")
    func cover() throws {
        var random = SystemRandomNumberGenerator()
        let signs = ["a", "é", "あ", "漢", "𠮷", "👩‍💻", "\u{0}", "e\u{301}"]
        let cut = TextWindows(codePoints: 600, overlap: 130)
        for length in [1, 129, 130, 469, 470, 471, 599, 600, 601, 1069, 1070, 1071, 2000, 5000] {
            let text = (0..<length).map { _ in signs.randomElement(using: &random) ?? "" }.joined()
            let bytes = Array(text.utf8)
            let parts = try windows(text, cut)
            #expect(parts.first?.range.lowerBound == 0)
            #expect(parts.last?.range.upperBound == bytes.count)
            for part in parts {
                let string = try #require(String(validating: part.bytes, as: UTF8.self))
                #expect(string.unicodeScalars.count <= 600)
                #expect(Array(part.bytes) == Array(bytes[part.range]))
                #expect(part.isWhole == (parts.count == 1))
            }
            for (left, right) in zip(parts, parts.dropFirst()) {
                let shared = bytes[right.range.lowerBound..<left.range.upperBound]
                #expect(String(decoding: shared, as: UTF8.self).unicodeScalars.count >= 130)
                #expect(left.range.upperBound < right.range.upperBound)
            }
        }
    }

    @Test("whatever is no longer than the overlap stands whole in a window")
    func whole() throws {
        let text = String(repeating: "あいうえお", count: 700)
        let parts = try windows(text, TextWindows(codePoints: 600, overlap: 130))
        for start in 0..<(3500 - 130) {
            let range = start * 3..<(start + 130) * 3
            #expect(
                parts.contains { $0.range.lowerBound <= range.lowerBound && range.upperBound <= $0.range.upperBound }
            )
        }
    }

    @Test("a text as long as a window is one window")
    func exact() throws {
        #expect(try windows(String(repeating: "あ", count: 600), TextWindows(codePoints: 600)).count == 1)
        #expect(try windows(String(repeating: "あ", count: 601), TextWindows(codePoints: 600)).count == 2)
    }

    @Test("windows that would not move on are made larger")
    func bounds() {
        let small = TextWindows(codePoints: 1, overlap: 5000, perCall: 0)
        #expect(small.codePoints == 512 && small.overlap == 256 && small.perCall == 1)
        #expect(TextWindows(codePoints: 10_000, overlap: 1).overlap == TextWindows.leastOverlap)
    }

    @Test("what is no UTF-8 and what is too much is refused")
    func refused() throws {
        let cut = TextWindows(codePoints: 512)
        for bytes: [UInt8] in [[0xFF], [0x61, 0xE3, 0x81], [0xED, 0xA0, 0x80], [0xC0, 0x80]] {
            var question = question("a")
            question.texts = [AdapterText(bytes, origin: .user)]
            let error = #expect(throws: AdapterError.self) { try cut.batches(of: question) }
            #expect(error?.code == .invalidText)
        }
        let long = #expect(throws: AdapterError.self) { try windows(String(repeating: "a", count: 40_000), cut) }
        #expect(long?.code == .tooMuchText)
        let huge = String(repeating: "a", count: TextWindows.mostBytes + 1)
        let whole = TextWindows(codePoints: TextWindows.mostBytes, perCall: 4096)
        #expect(throws: AdapterError.self) { try windows(huge, whole) }
        #expect(try windows(String(huge.utf8.prefix(50_000)) ?? "", whole).count == 1)
    }

    @Test("a thing that two windows see is found once, at its place in the text")
    func findings() throws {
        let adapter = try adapter(.azurePII)
        // Windows of 5,120 that overlap by 256: the second begins at 4,864.
        let text = String(repeating: "あ", count: 5000) + "山田太郎" + String(repeating: "い", count: 2000)
        let asked = question(text)
        let requests = try adapter.requests(for: asked)
        #expect(requests.count == 1)
        let entity = #"{"text":"山田太郎","category":"Person","length":4,"confidenceScore":0.9,"offset":"#
        let part = #"{"text":"山","category":"Person","length":1,"confidenceScore":0.5,"offset":5119}"#
        func body(_ first: String, _ second: String) -> [AdapterAnswer] {
            answers(
                #"{"kind":"PiiEntityRecognitionResults","results":{"errors":[],"documents":["#
                    + #"{"id":"1","entities":[\#(second)],"warnings":[]},"#
                    + #"{"id":"0","entities":[\#(first)],"warnings":[]}]}}"#
            )
        }
        let twice = try adapter.verdict(from: body(entity + "5000}", entity + "136}"), for: asked)
        #expect(lines(twice, in: text) == ["PERSON_NAME azure-pii.person 0.9 山田太郎"])
        // One that the edge cuts, and that the next window sees whole.
        let long = String(repeating: "あ", count: 5119) + "山田太郎" + String(repeating: "い", count: 2000)
        let cut = try adapter.verdict(from: body(part, entity + "255}"), for: question(long))
        #expect(lines(cut, in: long) == ["PERSON_NAME azure-pii.person 0.9 山田太郎"])
    }
}
