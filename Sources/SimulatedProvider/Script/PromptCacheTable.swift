/// What the caches of providers do with prompts: which prefixes they have, for how long, and what that makes of a request's
/// usage. Pure: the time is handed in.
///
/// By the rules of the real ones: Anthropic's keeps what ends at a mark, for five minutes or an hour from its last use, and
/// looks for it at up to twenty blocks before a mark; OpenAI's and Gemini's keep every prompt by themselves, in steps, for five
/// minutes. None keeps fewer tokens than its minimum, none has what was sent with another credential or to another model, and
/// OpenAI's finds it with the same `prompt_cache_key` alone.
struct PromptCacheTable: Sendable {
    /// The fewest tokens that are kept, whatever the model.
    static let minimum = 1024
    private static let lookback = 20
    /// OpenAI counts what it has in steps of so many tokens.
    private static let step = 128
    private static let mostEntries = 100_000
    private static let fiveMinutes = Duration.seconds(300)
    private static let oneHour = Duration.seconds(3600)

    private struct Entry {
        var until: Duration
        var lifetime: Duration
    }

    private var entries: [Fingerprint: Entry] = [:]

    /// Counts a request's input, and keeps what a provider would keep.
    /// - Parameters:
    ///   - prompt: the request.
    ///   - credential: what it was sent with.
    ///   - now: the time since some beginning.
    mutating func use(_ prompt: Prompt, credential: String, at now: Duration) -> TokenUsage {
        var usage = TokenUsage()
        for part in prompt.counted {
            if let kind = part.kind { usage.mediaInput[kind, default: 0] += part.tokens }
        }
        let prefixes = prefixes(of: prompt, credential)
        if prompt.dialect == .anthropic {
            useMarks(prompt.counted, prefixes, at: now, &usage)
        } else {
            useAll(prefixes, at: now, prompt.dialect, &usage)
        }
        return usage
    }

    private typealias Prefix = (fingerprint: Fingerprint, tokens: Int)

    private func prefixes(of prompt: Prompt, _ credential: String) -> [Prefix] {
        var fingerprint = Fingerprint().mixed(with: credential).mixed(with: "|" + prompt.model)
        if let key = prompt.cacheKey { fingerprint.mix("|key|\(key)".utf8) }
        var tokens = 0
        return prompt.counted.map { part in
            fingerprint.mix(part.fingerprint.bytes)
            tokens += part.tokens
            return (fingerprint, tokens)
        }
    }

    private func has(_ prefix: Prefix, at now: Duration) -> Bool {
        prefix.tokens >= Self.minimum && entries[prefix.fingerprint].map { $0.until >= now } ?? false
    }

    private mutating func keep(_ prefix: Prefix, for lifetime: Duration, at now: Duration) {
        guard prefix.tokens >= Self.minimum else { return }
        if entries.count >= Self.mostEntries { entries = entries.filter { $0.value.until >= now } }
        entries[prefix.fingerprint] = Entry(until: now + lifetime, lifetime: lifetime)
    }

    private mutating func useMarks(
        _ parts: [CountedPart],
        _ prefixes: [Prefix],
        at now: Duration,
        _ usage: inout TokenUsage
    ) {
        let marks = parts.indices.filter { parts[$0].mark != nil }
        let total = prefixes.last?.tokens ?? 0
        var read = 0
        search: for mark in marks.reversed() {
            for place in stride(from: mark, through: max(0, mark - Self.lookback), by: -1)
            where has(prefixes[place], at: now) {
                read = prefixes[place].tokens
                let lifetime = entries[prefixes[place].fingerprint]?.lifetime ?? Self.fiveMinutes
                keep(prefixes[place], for: lifetime, at: now)
                break search
            }
        }
        usage.cacheRead = read
        var written = read
        for mark in marks where prefixes[mark].tokens >= Self.minimum {
            let isHour = parts[mark].mark == .oneHour
            if prefixes[mark].tokens > written {
                let tokens = prefixes[mark].tokens - written
                if isHour { usage.cacheWriteOneHour += tokens } else { usage.cacheWriteFiveMinutes += tokens }
                written = prefixes[mark].tokens
            }
            // What is there is used, and so lasts anew.
            let known = has(prefixes[mark], at: now) ? entries[prefixes[mark].fingerprint]?.lifetime : nil
            keep(prefixes[mark], for: known ?? (isHour ? Self.oneHour : Self.fiveMinutes), at: now)
        }
        usage.freshInput = total - written
    }

    private mutating func useAll(
        _ prefixes: [Prefix],
        at now: Duration,
        _ dialect: Dialect,
        _ usage: inout TokenUsage
    ) {
        let total = prefixes.last?.tokens ?? 0
        let longest = prefixes.last { has($0, at: now) }?.tokens ?? 0
        usage.cacheRead = dialect == .openAI ? longest / Self.step * Self.step : longest
        usage.freshInput = total - usage.cacheRead
        for prefix in prefixes { keep(prefix, for: Self.fiveMinutes, at: now) }
    }
}
