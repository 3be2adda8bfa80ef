import Testing

@testable import Guardrails

@Suite struct ScalarTextTests {
    @Test(arguments: ["", "plain text", "名前: 山田", "a\u{301}é😀", "tab\tand\nline"])
    func `places of scalars and bytes lead to each other`(text: String) {
        let bytes = Array(text.utf8)
        let scalars = ScalarText(bytes)
        #expect(scalars.scalars == text.unicodeScalars.map(\.value))
        #expect(scalars.isASCII == bytes.allSatisfy { $0 < 0x80 })
        #expect(scalars.bytes(of: 0..<scalars.count) == 0..<bytes.count)
        var byte = 0
        for (index, scalar) in text.unicodeScalars.enumerated() {
            #expect(scalars.index(ofByte: byte) == index)
            let next = byte + String(scalar).utf8.count
            #expect(scalars.bytes(of: index..<index + 1) == byte..<next)
            byte = next
        }
        #expect(scalars.index(ofByte: bytes.count + 5) == scalars.count)
        #expect(scalars.index(ofByte: -1) == 0)
    }

    @Test func `bytes that are no UTF-8 are one scalar each`() {
        let text = ScalarText([0x61, 0xE3, 0x81, 0x62, 0xFF])
        #expect(text.scalars == [0x61, 0xFFFD, 0xFFFD, 0x62, 0xFFFD])
        #expect(text.bytes(of: 3..<4) == 3..<4)
    }

    @Test func `a set of words holds its words alone`() {
        let words = ScalarWords(["the", "and", "a", "for"].map(\.scalarValues))
        for word in ["the", "and", "a", "for"] { #expect(words.contains(word.scalarValues)) }
        for word in ["", "th", "them", "fo", "b"] { #expect(!words.contains(word.scalarValues)) }
        #expect(!ScalarWords([]).contains("a".scalarValues))
    }
}
