/// The shortest prompts that providers cache.
///
/// A prefix that is shorter than its model's minimum is served as if nothing had been said of caching, so a minimum that is
/// taken for too low costs nothing.
public enum CacheMinimum {
    /// What holds for most models: Anthropic's, OpenAI's ("Prompt caching": 1,024 tokens), Gemini's Flash models ("Context
    /// caching": 1,024).
    public static let standard = 1024

    /// The fewest tokens that Anthropic caches (Anthropic, "Prompt caching", "Cache limitations"; where pages of different
    /// months differ the lower number). Names of other clouds are understood.
    ///
    /// | models | tokens |
    /// |---|---|
    /// | Opus 4.5, 4.6 and 4.7, Haiku 4.5 and later, the Mythos preview | 4,096 |
    /// | Haiku 3 and 3.5 | 2,048 |
    /// | all others | 1,024 |
    public static func anthropic(_ model: String) -> Int {
        let words = model.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        guard let start = words.firstIndex(of: "claude") else { return standard }
        let rest = words[words.index(after: start)...]
        // Longer numbers are dates.
        let version = rest.drop { !isVersion($0) }.prefix(while: isVersion).prefix(2).compactMap { Int($0) }
        let major = version.first
        let minor = version.count > 1 ? version[1] : 0
        if rest.contains("haiku") {
            guard let major else { return 4096 }
            return major < 4 ? 2048 : 4096
        }
        if rest.contains("opus"), major == 4, (5...7).contains(minor) { return 4096 }
        if rest.contains("mythos"), major == nil { return 4096 }
        return standard
    }

    private static func isVersion(_ word: Substring) -> Bool { word.count <= 2 && word.allSatisfy(\.isNumber) }
}
