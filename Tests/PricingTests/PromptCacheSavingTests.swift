import ModelAPI
import Pricing
import Testing

@Suite("What a provider's cache of prompts saved")
struct PromptCacheSavingTests {
    private static let time = PriceTime(unixSeconds: 1_780_000_000)

    private func saving(_ model: String, of provider: String, _ change: (inout Usage) -> Void) throws -> Money? {
        let book = try PriceBook()
        var usage = Usage()
        change(&usage)
        let price = try #require(book.resolve(provider: provider, model: model).model)
        return price.promptCacheSaving(of: usage, at: Self.time)
    }

    @Test("is what reading cost less, minus what writing cost more, exactly")
    func exact() throws {
        // Sonnet 4.5: 3 dollars a million, 3.75 and 6 to write, 0.30 to read.
        let read = try saving("claude-sonnet-4-5", of: "anthropic") { $0.cacheRead = 1001 }
        #expect(read?.decimal == "0.0027027")
        let written = try saving("claude-sonnet-4-5", of: "anthropic") { $0.cacheWrite5m = 1000 }
        #expect(written?.decimal == "-0.00075")
        let hour = try saving("claude-sonnet-4-5", of: "anthropic") { $0.cacheWrite1h = 1000 }
        #expect(hour?.decimal == "-0.003")
        let both = try saving("claude-sonnet-4-5", of: "anthropic") {
            $0.input = 7
            $0.output = 900
            $0.cacheRead = 10_000
            $0.cacheWrite5m = 1000
        }
        #expect(both?.decimal == "0.02625")
    }

    @Test("is nothing where no cache had to do with it, and unknown where a price is")
    func nothing() throws {
        #expect(try saving("claude-sonnet-4-5", of: "anthropic") { $0.input = 1000 } == .zero)
        #expect(
            try saving("claude-sonnet-4-5", of: "anthropic") {
                $0.cacheRead = 1
                $0.terms.tier = .other
            } == nil
        )
    }

    @Test("follows the terms of service and the length of the prompt")
    func terms() throws {
        let short = try saving("gpt-4o", of: "openai") { $0.cacheRead = 1000 }
        #expect(short?.decimal == "0.00125")
        // The whole prompt counts for which price holds, so the same row counts on both sides.
        let long = try saving("claude-sonnet-4-5", of: "anthropic") { $0.cacheRead = 300_000 }
        #expect(try #require(long) > .zero)
    }

    @Test("cannot be made absurd by counts that contradict each other")
    func absurd() throws {
        for usage in [Int.max, Int.min, -1] {
            _ = try saving("gpt-4o", of: "openai") {
                $0.input = usage
                $0.cacheRead = usage == .max ? .max : 5
                $0.cachedAudio = usage
                $0.cacheWrite5m = usage
                $0.audioInput = usage
            }
        }
        let negative = try saving("gpt-4o", of: "openai") {
            $0.cacheRead = -5
            $0.cacheWrite5m = 1
        }
        #expect(negative == .zero)
    }
}
