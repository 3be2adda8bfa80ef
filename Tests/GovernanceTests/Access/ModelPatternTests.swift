import Governance
import Testing

@Suite struct ModelPatternTests {
    @Test(arguments: [
        ("chat", "chat", true), ("chat", "chat2", false), ("chat", "Chat", false), ("*", "", true),
        ("*", "a/b/c", true),
        ("openai/*", "openai/gpt-4o", true), ("openai/*", "openai/", true), ("openai/*", "openai", false),
        ("openai/*", "xopenai/gpt", false), ("*4o", "gpt-4o", true), ("*4o", "gpt-4o-mini", false),
        ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXcYb", false), ("**", "x", true), ("", "", true), ("", "a", false),
        ("gpt-?", "gpt-4", false), ("gpt-[4]", "gpt-4", false), ("é", "e\u{301}", false), ("K", "\u{212A}", false),
        ("a*a", "a", false), ("*a*", "bab", true), ("*.", "gpt.", true),
    ])
    func matchesByteByByte(pattern: String, name: String, fits: Bool) {
        #expect(ModelPattern(pattern).matches(name) == fits)
    }

    @Test func takesNoMoreThanQuadraticTime() {
        let pattern = ModelPattern(String(repeating: "*a", count: 100) + "b")
        let clock = ContinuousClock()
        let time = clock.measure { #expect(!pattern.matches(String(repeating: "a", count: 512))) }
        #expect(time < .seconds(1))
    }
}
