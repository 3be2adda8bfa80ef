import Guardrails
import Testing

@testable import Gateway

/// What services are shown of a text that comes in pieces, and what goes on when.
@Suite("Texts that services look at")
struct ReviewedTextTests {
    /// What came of a text whose services find nothing.
    private struct Told {
        var windows: [ReviewWindow] = []
        var text = ""
        /// The most code points that had come and not gone on.
        var mostHeld = 0
    }

    private func tell(_ text: String, _ pace: ReviewedText.Pace = .windows, piece: Int, atOnce: Bool = false) -> Told {
        var told = Told()
        var reviewed = ReviewedText(pace, goesOnAtOnce: atOnce)
        var out: [UInt8] = []
        var come = 0
        func show() {
            let window = reviewed.window()
            told.windows.append(window)
            out += reviewed.close(window)
        }
        let bytes = Array(text.utf8)
        while come < bytes.count {
            let end = min(come + piece, bytes.count)
            reviewed.append(Array(bytes[come..<end]))
            come = end
            while reviewed.isDue { show() }
            told.mostHeld = max(told.mostHeld, bytes[out.count..<come].codePoints)
        }
        reviewed.end()
        while reviewed.isDue { show() }
        told.text = String(decoding: out, as: UTF8.self)
        return told
    }

    private static let prose = String(repeating: "今日は東京でよい天気でした。明日の午後は大阪で会議があります！", count: 40)
    private static let english = String(
        repeating: "It was a fine day in Tokyo. Is there a meeting at 3.15 pm? ",
        count: 40
    )
    private static let unpunctuated = String(repeating: "値", count: 3000)

    @Test("they go on whole, however they are cut", arguments: [1, 2, 3, 7, 64, 5000], [prose, english, unpunctuated])
    func whole(piece: Int, text: String) {
        let told = tell(text, piece: piece)
        #expect(told.text == text)
        // Each window begins with the end of what has gone on, and all that goes on has been shown.
        var gone = 0
        for window in told.windows {
            let shown = Array(text.utf8)[(gone - window.start)..<(gone - window.start + window.text.count)]
            #expect(Array(shown) == window.text)
            let before = Array(text.utf8.prefix(gone)).codePoints
            #expect(window.text[..<window.start].codePoints == min(ReviewedText.overlap, before))
            #expect(String(validating: window.text, as: UTF8.self) != nil)
            gone += window.end - window.start
        }
        // What ends with a window leaves nothing to be shown behind it.
        #expect(gone == text.utf8.count && told.windows.dropLast().allSatisfy { !$0.isLast })
    }

    @Test("the first window is small, and no window waits for long", arguments: [prose, english, unpunctuated])
    func pace(text: String) throws {
        let told = tell(text, piece: 3)
        let first = try #require(told.windows.first)
        #expect(first.text.codePoints <= (text == Self.unpunctuated ? 402 : 100))
        #expect(told.mostHeld <= 402 + ReviewedText.tail)
        #expect(told.windows.count <= text.unicodeScalars.count / 200 + 4)
    }

    @Test("what goes on ends with a sentence", arguments: [prose, english])
    func sentences(text: String) {
        for window in tell(text, piece: 3).windows.dropLast() {
            let gone = String(decoding: window.text[window.start..<window.end], as: UTF8.self)
            #expect(gone.hasSuffix("。") || gone.hasSuffix("！") || gone.hasSuffix(". ") || gone.hasSuffix("? "))
        }
    }

    @Test("without a sentence the last of it stays back")
    func tail() {
        for window in tell(Self.unpunctuated, piece: 3).windows.dropLast() {
            #expect(window.held.codePoints == ReviewedText.tail)
        }
    }

    @Test("a text that is shown whole waits for its end, and one that is only noted goes on at once")
    func other() {
        let whole = tell(Self.prose, .whole, piece: 9)
        #expect(whole.text == Self.prose && whole.windows.count == 1)
        #expect(whole.windows.first?.text == Array(Self.prose.utf8))
        let noted = tell(Self.prose, piece: 9, atOnce: true)
        #expect(noted.text.isEmpty && noted.windows.count == 1 && noted.windows.first?.start == 0)
    }

    @Test("where much has come, no more is waited for")
    func full() {
        var reviewed = ReviewedText(.windows, goesOnAtOnce: false)
        reviewed.append(Array(Self.prose.utf8.prefix(600)))
        #expect(reviewed.isDue && !reviewed.isFull)
        reviewed.append(Array(String(repeating: "a", count: 4096).utf8))
        #expect(reviewed.isFull)
        var none = ReviewedText(.windows, goesOnAtOnce: false)
        #expect(!none.isDue && !none.isDueInSilence)
        none.append(Array("はい。".utf8))
        #expect(!none.isDue && none.isDueInSilence)
        _ = none.close(none.window())
        #expect(!none.isDueInSilence)
        none.end()
        #expect(!none.isDue)
    }
}
