import Testing

@testable import GuardAdapters

@Suite("Words looked for in a window")
struct TextWindowTests {
    private func window(_ text: String) -> TextWindow {
        let bytes = Array(text.utf8)
        return TextWindow(text: 0, range: 0..<bytes.count, isWhole: true, bytes: bytes[...])
    }

    /// The plain search that the quick one has to agree with.
    private func plain(_ value: String, _ text: String) -> [Range<Int>] {
        let (value, text) = (Array(value.utf8), Array(text.utf8))
        var places: [Range<Int>] = []
        var start = 0
        while start + value.count <= text.count, !value.isEmpty {
            if Array(text[start..<start + value.count]) == value {
                places.append(start..<start + value.count)
                start += value.count
            } else {
                start += 1
            }
        }
        return places
    }

    @Test("all places are found, also of words that repeat themselves")
    func places() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in "abあ".randomElement(using: &random) ?? "a" }
            )
            let value = String(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in "abあ".randomElement(using: &random) ?? "a" }
            )
            #expect(window(text).places(of: value) == plain(value, text), "\(value) in \(text)")
        }
    }

    @Test("a part of a text has places of its own")
    func part() {
        let bytes = Array("山田、山田".utf8)
        let part = TextWindow(text: 0, range: 6..<15, isWhole: false, bytes: bytes[6...])
        #expect(part.places(of: "山田") == [3..<9])
    }

    @Test("more places than are told are none: all of the window counts then")
    func many() {
        #expect(window(String(repeating: "a", count: 1000)).places(of: "a").count == 1000)
        #expect(window(String(repeating: "a", count: 1001)).places(of: "a").isEmpty)
    }

    @Test("a word that almost stands everywhere costs no more than the text")
    func time() {
        let text = String(repeating: "a", count: 60_000)
        let clock = ContinuousClock()
        let duration = clock.measure {
            #expect(window(text).places(of: String(repeating: "a", count: 30_000) + "b").isEmpty)
        }
        // The plain search compares a thousand million bytes here.
        #expect(duration < .seconds(2))
    }
}
