import Testing

@testable import Guardrails

@Suite("Digests of texts")
struct TextDigestTests {
    private let key = TextDigest.Key(first: 0x0706_0504_0302_0100, second: 0x0F0E_0D0C_0B0A_0908)

    private func text(_ digest: TextDigest) -> String {
        let words = [digest.low, digest.high]
        return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test(
        "they are those of SipHash-2-4-128's reference implementation",
        arguments: [
            (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
            (8, "3b62a9ba6258f5610f83e264f31497b4"), (15, "5493e99933b0a8117e08ec0f97cfc3d9"),
        ]
    )
    func vectors(_ length: Int, _ expected: String) {
        #expect(text(TextDigest((0..<length).map(UInt8.init), key: key)) == expected)
    }

    @Test("who wrote a text and the name in front of it count, and no name is a part of the text")
    func contexts() {
        var seen: Set<TextDigest> = []
        var count = 0
        for origin in TextOrigin.allCases {
            for field in [nil, "", "a", "ab", "abcdefgh", "abcdefghi"] {
                for text in ["", "a", "ab", "abcdefgh", "\0", "\0\0\0\0\0\0\0\0"] {
                    seen.insert(TextDigest(Array(text.utf8), ScanContext(origin: origin, fieldName: field), key: key))
                    count += 1
                }
            }
        }
        #expect(seen.count == count)
    }

    @Test("another key gives other digests")
    func keys() {
        let other = TextDigest.Key(first: key.first, second: key.second ^ 1)
        #expect(TextDigest([1, 2, 3], key: key) != TextDigest([1, 2, 3], key: other))
    }
}
