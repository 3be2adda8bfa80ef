import Governance
import Testing

@Suite struct KeyDigestTests {
    /// RFC 4231 §4.3 and others use short keys; this one was worked out apart: HMAC-SHA256 of "kanmon" under 32 bytes
    /// of 0x01.
    @Test func isHMACSHA256() {
        let digest = KeyDigest(of: "kanmon".utf8, pepper: Samples.pepper)
        #expect(digest.hexadecimal == "63e3aa679d450af8cc44559a71ff4862339c1f79d115adb41f0b606b3c6e560f")
    }

    @Test func dependsOnTextAndPepper() {
        let digest = KeyDigest(of: "text".utf8, pepper: Samples.pepper)
        #expect(digest == KeyDigest(of: Array("text".utf8), pepper: Samples.pepper))
        #expect(digest != KeyDigest(of: "text2".utf8, pepper: Samples.pepper))
        #expect(digest != KeyDigest(of: "text".utf8, pepper: Samples.pepper(2)))
    }

    @Test func isReadAsItIsWritten() {
        let digest = KeyDigest(of: "text".utf8, pepper: Samples.pepper)
        #expect(KeyDigest(digest.hexadecimal) == digest)
        #expect(KeyDigest(digest.hexadecimal.uppercased()) == digest)
        for text in [
            "", "00", String(repeating: "0", count: 63), String(repeating: "0", count: 66), digest.hexadecimal + " ",
        ] {
            #expect(KeyDigest(text) == nil)
        }
        #expect(KeyDigest(String(repeating: "g", count: 64)) == nil)
    }

    @Test func everyBitCounts() throws {
        let zero = try #require(KeyDigest(String(repeating: "0", count: 64)))
        for position in 0..<64 {
            var digits = Array(repeating: "0", count: 64)
            digits[position] = "1"
            #expect(try #require(KeyDigest(digits.joined())) != zero)
        }
    }

    @Test func peppersAreLongEnough() {
        #expect(KeyPepper(Array(repeating: 1, count: 31)) == nil)
        #expect(KeyPepper.generate().reveal().count == 32)
        #expect(KeyPepper.generate().reveal() != KeyPepper.generate().reveal())
        #expect(KeyPepper(Array(0..<40))?.reveal() == Array(0..<40))
    }
}
