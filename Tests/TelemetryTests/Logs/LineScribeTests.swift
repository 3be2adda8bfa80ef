import Testing

@testable import Telemetry

@Suite("Lines written in batches")
struct LineScribeTests {
    private func written(_ texts: [String]) -> [String] {
        var scribe = LineScribe(.standard, capacity: 0)
        for text in texts {
            scribe.append(text: text)
            scribe.append(UInt8(ascii: "\n"))
        }
        return String(decoding: scribe.out, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    private func masked(_ text: String) -> String {
        String(decoding: LogEncoder.safe(TelemetryMask.standard.literal(text)), as: UTF8.self)
    }

    @Test("say of every text what the mask says of it, the first time and the next")
    func agreement() {
        let pieces = [
            "sk-proj-", "abcdefgh", "12", "3456", "4111 1111 1111 1111", "@", "example.com", "taro", "=", ":", "key",
            "?key=",
            "password", " ", "-", "_", "日本", "\"", "\\", "\u{1B}", "\u{85}", "\u{2028}", "４１", "Bearer ",
            "090-1234-5678", "é", ".",
        ]
        var random = SystemRandomNumberGenerator()
        let texts = (0..<4000).map { _ in
            (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        let once = written(texts + texts)
        #expect(once == (texts + texts).map(masked))
        #expect(Set(once).contains { $0.contains("[masked:") })
    }

    @Test("remember what has nothing to hide, and no more of it than a bound")
    func bound() {
        let texts = (0..<2000).map { "gpt-4o-mini-\($0)" }
        #expect(written(texts + texts.reversed()) == (texts + texts.reversed()).map(masked))
    }

    @Test("have numbers and words as they are", arguments: [0, 7, 10, -1, 120, .max, .min])
    func numbers(number: Int) {
        var scribe = LineScribe(.standard, capacity: 0)
        scribe.append(number)
        scribe.append(word: "a\"b\n4111111111111111")
        #expect(String(decoding: scribe.out, as: UTF8.self) == "\(number)\"a\\\"b\\n4111111111111111\"")
    }
}
