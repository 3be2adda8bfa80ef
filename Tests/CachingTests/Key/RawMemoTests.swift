import Caching
import Testing

@Suite struct RawMemoTests {
    private static func digest(
        _ body: String,
        path: String = "/v1/chat/completions",
        tenant: CacheTenant = .team("t"),
        variants: [String?] = []
    ) -> RawDigest {
        RawDigest(of: Array(body.utf8).span, path: path, tenant: tenant, variants: variants)
    }

    @Test func `everything that decides what becomes of a request counts`() {
        let digests = [
            Self.digest("a"), Self.digest("b"), Self.digest(""), Self.digest("a", path: "/v1/messages"),
            Self.digest("a", tenant: .team("u")), Self.digest("a", tenant: .key("t")),
            Self.digest("a", tenant: .shared),
            Self.digest("a", variants: [nil]), Self.digest("a", variants: ["x"]),
            Self.digest("a", variants: ["x", nil]),
            Self.digest("a", variants: [nil, "x"]), Self.digest("a", path: "/v1/chat/completions\u{4}a"),
        ]
        #expect(Set(digests).count == digests.count)
        #expect(Self.digest("a") == Self.digest("a"))
    }

    @Test func `it remembers, is bounded, and keeps what is asked for`() {
        let memo = RawMemo<Int>(capacity: 1024)
        let loved = Self.digest("loved")
        memo.remember(-1, for: loved)
        for number in 0..<20_000 {
            memo.remember(number, for: Self.digest("\(number)"))
            if number % 8 == 0 { #expect(memo[loved] == -1) }
            #expect(memo[Self.digest("\(number)")] == number)
        }
        #expect(memo.count <= 1024)
        #expect(memo[Self.digest("0")] == nil)
        memo.removeAll()
        #expect(memo[loved] == nil)
        #expect(memo.count == 0)
    }
}
