import JSONText

/// Reads a `usage` object straight from its text, for it stands in every answer.
///
/// Only the members that nearly all of them have and no others are read this way; whatever has more to tell goes through
/// ``OpenAICounts`` and a tree, which is the one place that knows the dialect's many variations.
enum OpenAIUsageScan {
    /// The first four count what they say; the others say that the object has to be read as a tree.
    private static let members = JSONFieldSet(
        ["prompt_tokens", "completion_tokens", "prompt_tokens_details", "completion_tokens_details"] + rare
    )
    private static let plainMembers = 4
    private static let rare = [
        "prompt_cache_hit_tokens", "cached_tokens", "cached_prompt_text_tokens", "reasoning_tokens", "citation_tokens",
        "num_search_queries",
    ]
    /// Shares of the prompt or the completion: of those that are not read here none may be anything but zero.
    private static let shares = JSONFieldSet([
        "cached_tokens", "cache_write_tokens", "audio_tokens", "image_tokens", "reasoning_tokens",
        "cached_tokens_details",
    ])

    /// Reads the usage that stands in a text.
    /// - Parameter range: where it stands; the text has been found well-formed.
    /// - Returns: `nil` where it is no object or counts nothing.
    static func read(_ text: Span<UInt8>, in range: Range<Int>) throws(JSONError) -> Usage? {
        if let usage = plain(text, in: range) { return usage }
        return OpenAIChatUsage.read(try JSONValue(parsing: text.extracting(range)))
    }

    /// The usage, if nothing about it is out of the ordinary.
    private static func plain(_ text: Span<UInt8>, in range: Range<Int>) -> Usage? {
        guard let found = try? members.scan(text, in: range), found.duplicate == nil,
            !rare.indices.contains(where: { found[plainMembers + $0] != nil }),
            let prompt = found[0]?.int(in: text), let completion = found[1]?.int(in: text), prompt >= 0, completion >= 0
        else { return nil }
        var cached = 0
        if let place = found[2] {
            guard let details = details(text, place, counting: 0) else { return nil }
            cached = details
        }
        if let place = found[3], details(text, place, counting: nil) == nil { return nil }
        var usage = Usage()
        usage.cacheRead = cached
        usage.input = UsageCount.rest(prompt, without: cached)
        usage.output = completion
        return usage
    }

    /// The share that is asked for, if all others are zero.
    private static func details(_ text: Span<UInt8>, _ place: JSONFields.Place, counting index: Int?) -> Int? {
        if place.isNull(in: text) { return 0 }
        guard let found = try? shares.scan(text, in: place.value), found.duplicate == nil else { return nil }
        var count = 0
        for position in 0..<6 {
            guard let share = found[position] else { continue }
            guard let value = share.int(in: text), value >= 0, value == 0 || position == index else { return nil }
            if position == index { count = value }
        }
        return count
    }
}
