import Testing

@testable import Governance

@Suite struct BodyTextTests {
    private static let limit = 100

    private func kept(_ text: String, size: Int? = nil, isWhole: Bool = true) -> BodyText {
        let bytes = Array(text.utf8)
        return BodyText(
            masking: bytes,
            size: size ?? bytes.count,
            isWhole: isWhole,
            limit: Self.limit,
            with: [PatternMasking(Set(BodyMask.allCases))]
        )
    }

    @Test func whatFitsIsKeptWhole() {
        let text = kept("\"" + String(repeating: "x", count: 98) + "\"")
        #expect(text.bytes.count == 100)
        #expect(!text.isTruncated)
    }

    @Test("a secret at the cut is hidden or gone, wherever the cut is", arguments: 20...110)
    func secretsAtTheCut(offset: Int) {
        let secret = "sk-km-0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
        for tail in [0, 10, 3000] {
            let all =
                "\"" + String(repeating: "x", count: offset) + " " + secret + " " + String(repeating: "y", count: tail)
            // As it comes: whole, or its beginning.
            let beginning = String(all.prefix(Self.limit + BodyText.margin))
            let text = kept(beginning, size: all.utf8.count, isWhole: beginning == all)
            #expect(text.bytes.count <= Self.limit)
            #expect(!String(decoding: text.bytes, as: UTF8.self).contains("sk-"))
            #expect(text.size == all.utf8.count)
        }
    }

    @Test func theEndOfWhatIsNotWholeIsNotTrusted() {
        // The rest of the number has not been put aside.
        let text = kept("\"4111 1111", size: 5000, isWhole: false)
        #expect(text.bytes.isEmpty)
        #expect(text.isTruncated)
    }

    @Test func charactersAreNotCut() {
        let text = kept("\"" + String(repeating: "関", count: 100) + "\"")
        #expect(text.isTruncated)
        #expect(String(decoding: text.bytes, as: UTF8.self) == "\"" + String(repeating: "関", count: 33))
    }
}
