import Testing

@testable import GuardAdapters

@Suite("Offsets in code points")
struct CodePointIndexTests {
    @Test("every stretch has the bytes that its code points have")
    func stretches() {
        let text = String(repeating: "aéあ𠮷👩‍💻\u{301}", count: 30)
        let scalars = Array(text.unicodeScalars)
        let bytes = Array("前".utf8) + Array(text.utf8) + Array("後".utf8)
        let index = CodePointIndex(bytes[3..<(bytes.count - 3)])
        #expect(index.count == scalars.count)
        for start in stride(from: 0, to: scalars.count, by: 7) {
            for end in [start + 1, start + 2, start + 63, start + 64, start + 65, scalars.count]
            where end <= scalars.count {
                guard start < end else { continue }
                var expected = String.UnicodeScalarView()
                expected.append(contentsOf: scalars[start..<end])
                let range = index.bytes(from: start, to: end)
                #expect(range.map { Array(Array(text.utf8)[$0]) } == Array(String(expected).utf8))
            }
        }
    }

    @Test("what is outside is nowhere")
    func outside() {
        let index = CodePointIndex(Array("あい".utf8)[...])
        for (start, end) in [
            (-1, 1), (0, 0), (1, 0), (2, 2), (0, 3), (2, 3), (Int.min, 1), (0, Int.max), (Int.max, Int.max),
            (Int.min, Int.max),
        ] {
            #expect(index.bytes(from: start, to: end) == nil)
            #expect(index.bytes(fromByte: start, toByte: end) == nil || (start, end) == (0, 3))
        }
        #expect(index.bytes(from: 0, to: 2) == 0..<6)
        #expect(index.bytes(fromByte: 3, toByte: 6) == 3..<6)
        #expect(index.bytes(fromByte: 1, toByte: 3) == nil)
        #expect(index.bytes(fromByte: 0, toByte: 4) == nil)
        #expect(CodePointIndex([]).bytes(from: 0, to: 1) == nil)
    }
}
