import JSONText
import Testing

@testable import Caching

@Suite struct CanonicalNumberTests {
    @Test(arguments: [
        ["0", "-0", "0.0", "0e5", "-0.000e-3", "0e99999999999999999999"],
        ["1", "1.0", "1e0", "10e-1", "0.1E+1", "1.000e00"],
        ["-12.5", "-125e-1", "-0.125e2", "-12.50"], ["100", "1e2", "1E+2", "0.1e3"],
        ["123456789012345678901234567890", "12345678901234567890123456789e1"], ["1e-400", "0.1e-399"],
    ])
    func `one value has one spelling`(_ spellings: [String]) throws {
        let texts = try spellings.map { CanonicalNumber(try #require(JSONNumber($0))).text }
        #expect(Set(texts).count == 1)
    }

    @Test func `different values have different spellings`() throws {
        let numbers = [
            "1", "-1", "10", "0.1", "1.00000000000000000001", "9007199254740992", "9007199254740993", "1e400", "1e401",
            "1e-400", "1e99999999999999999998", "1e99999999999999999999", "11", "101", "0",
        ]
        let texts = try numbers.map { CanonicalNumber(try #require(JSONNumber($0))).text }
        #expect(Set(texts).count == numbers.count)
    }

    @Test func `members that stand twice count as the last one`() {
        func digest(_ value: JSONValue) -> CacheDigest {
            var encoder = CanonicalEncoder(domain: "test")
            encoder.write(value)
            return encoder.finish()
        }
        #expect(digest(["a": 1, "a": 2]) == digest(["a": 2]))
        #expect(digest(["a": 1, "a": 2]) != digest(["a": 1]))
        #expect(digest(["é": 1]) != digest(["e\u{301}": 1]))
        #expect(digest([[], []]) != digest([[[]]]))
        #expect(digest([:]) != digest([]))
        #expect(digest("1") != digest(1))
        #expect(digest(nil) != digest(false))
    }
}
