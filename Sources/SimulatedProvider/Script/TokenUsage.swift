/// How many tokens an answer took, every token in exactly one class.
struct TokenUsage: Hashable, Sendable {
    /// Input that no cache was involved in.
    var freshInput = 0
    var cacheRead = 0
    var cacheWriteFiveMinutes = 0
    var cacheWriteOneHour = 0
    /// What the caller sees: text, refusals, calls.
    var visibleOutput = 0
    /// Thoughts, shown or hidden.
    var reasoning = 0
    /// How much of the input is media, by kind.
    var mediaInput: [Media.Kind: Int] = [:]

    var cacheWrite: Int { cacheWriteFiveMinutes + cacheWriteOneHour }
    var input: Int { freshInput + cacheRead + cacheWrite }
    var output: Int { visibleOutput + reasoning }

    init() {}

    /// Counts the input.
    ///
    /// Everything up to the last part that says `cache me` is read from the cache. Where the request has marks, both
    /// reading and writing end at marks: what lies between the read prefix and a mark is written with its lifetime.
    init(input parts: [CountedPart]) {
        let hasMarks = parts.contains { $0.mark != nil }
        let cachedEnd = parts.lastIndex { $0.isCached }.map { last in
            hasMarks ? parts[last...].firstIndex { $0.mark != nil } ?? -1 : last
        }
        var pending = 0
        for (index, part) in parts.enumerated() {
            if let kind = part.kind { mediaInput[kind, default: 0] += part.tokens }
            pending += part.tokens
            if let cachedEnd, index <= cachedEnd {
                cacheRead += pending
                pending = 0
            } else if let mark = part.mark {
                switch mark {
                case .fiveMinutes: cacheWriteFiveMinutes += pending
                case .oneHour: cacheWriteOneHour += pending
                }
                pending = 0
            }
        }
        freshInput = pending
    }
}
