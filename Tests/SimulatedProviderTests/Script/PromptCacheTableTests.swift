import JSONText
import Testing

@testable import SimulatedProvider

@Suite("A simulated provider's cache of prompts")
struct PromptCacheTableTests {
    private var table = PromptCacheTable()

    private func prompt(_ parts: [(tokens: Int, mark: CountedPart.CacheMark?)], model: String = "m") -> Prompt {
        var prompt = Prompt(dialect: .anthropic, model: model, fingerprint: Fingerprint())
        for (index, part) in parts.enumerated() {
            prompt.counted.append(
                CountedPart(text: String(repeating: "\(index)bc ", count: part.tokens), mark: part.mark)
            )
        }
        return prompt
    }

    @Test("reads what was written, for as long as it lasts, and lasts anew with each use")
    mutating func lifetimes() {
        let asked = prompt([(2000, .fiveMinutes), (10, nil)])
        let first = table.use(asked, credential: "a", at: .seconds(0))
        #expect((first.cacheWriteFiveMinutes, first.cacheRead, first.freshInput) == (2000, 0, 10))
        for second in [200, 400, 600] {
            let next = table.use(asked, credential: "a", at: .seconds(second))
            #expect((next.cacheWrite, next.cacheRead, next.freshInput) == (0, 2000, 10))
        }
        #expect(table.use(asked, credential: "a", at: .seconds(901)).cacheRead == 0)
        let hour = prompt([(2000, .oneHour), (10, nil)], model: "n")
        #expect(table.use(hour, credential: "a", at: .seconds(0)).cacheWriteOneHour == 2000)
        #expect(table.use(hour, credential: "a", at: .seconds(3600)).cacheRead == 2000)
    }

    @Test("writes what came after what it reads")
    mutating func grows() {
        _ = table.use(prompt([(2000, .fiveMinutes)]), credential: "a", at: .zero)
        let next = table.use(prompt([(2000, nil), (100, .fiveMinutes), (7, nil)]), credential: "a", at: .seconds(1))
        #expect((next.cacheWrite, next.cacheRead, next.freshInput) == (100, 2000, 7))
    }

    @Test("keeps nothing short, nothing unmarked, and nothing of another credential or model")
    mutating func apart() {
        for _ in 0..<2 {
            #expect(table.use(prompt([(1000, .fiveMinutes)]), credential: "a", at: .zero).freshInput == 1000)
            #expect(table.use(prompt([(3000, nil)]), credential: "a", at: .zero).freshInput == 3000)
        }
        _ = table.use(prompt([(2000, .fiveMinutes)]), credential: "a", at: .zero)
        #expect(table.use(prompt([(2000, .fiveMinutes)]), credential: "b", at: .zero).cacheRead == 0)
        #expect(table.use(prompt([(2000, .fiveMinutes)], model: "n"), credential: "a", at: .zero).cacheRead == 0)
    }
}
