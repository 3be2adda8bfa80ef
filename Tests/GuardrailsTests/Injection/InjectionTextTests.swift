import Testing

@testable import Guardrails

@Suite struct InjectionTextTests {
    /// The same text with one character behind it that is no ASCII: it takes the way of all texts.
    private static func fold(_ text: [UInt8], isPlain: Bool) -> InjectionText {
        var folded = InjectionText()
        folded.fold(Normalizer().normalize(isPlain ? text : text + Array("無".utf8), levels: 0))
        return folded
    }

    @Test(arguments: 0..<300) func `plain text is folded as any other is`(seed: UInt64) {
        var random = SmallRandom(seed: seed)
        let pieces = [
            "A", "b", "Cd", " ", "  ", "\t", "\n", "\r\n", "*", "`", "\\", "7", "a.b.c.d", "x y z", "-", "\u{1}",
            "\u{0}",
            "'",
        ]
        let text = (0..<random.next(80)).flatMap { _ in Array(pieces[random.next(pieces.count)].utf8) }
        var plain = Self.fold(text + Array("x".utf8), isPlain: true)
        var any = Self.fold(text + Array("x".utf8), isPlain: false)
        // Behind the text stand the ideograph and the end.
        let mark = Array("無\n".utf8)
        #expect(plain.bytes.dropLast() == any.bytes.dropLast(mark.count))
        #expect(plain.scalars.dropLast() == any.scalars.dropLast(2))
        #expect(plain.line.dropLast(1 + WordingTrie.padding) == any.line.dropLast(mark.count + WordingTrie.padding))
        for end in stride(from: 1, to: max(2, plain.bytes.count - 1), by: 7) {
            #expect(plain.sentence(endingAt: end) == any.sentence(endingAt: end))
        }
    }

    @Test func `what is told about an earlier text does not stay`() {
        var folded = InjectionText()
        folded.fold(Normalizer().normalize(Array("First. Second one.".utf8)))
        #expect(folded.sentence(endingAt: 10) == 6..<10)
        folded.fold(Normalizer().normalize(Array("only".utf8)))
        #expect(folded.sentence(endingAt: 4) == 0..<4)
        #expect(folded.bytes == Array("only\n".utf8))
        folded.fold(Normalizer().normalize([]))
        #expect(folded.bytes == [0x0A])
        #expect(folded.scalars == [0x20])
    }
}
