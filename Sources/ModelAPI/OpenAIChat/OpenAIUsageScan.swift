import JSONText

/// Reads a `usage` object straight from its text, for it stands in every answer.
///
/// Only the members that nearly all of them have and no others are read this way, in one pass; whatever has more to tell goes
/// through ``OpenAICounts`` and a tree, which is the one place that knows the dialect's many variations.
enum OpenAIUsageScan {
    /// Reads the usage that stands in a text.
    /// - Parameter range: where it stands; the text has been found well-formed.
    /// - Returns: `nil` where it is no object or counts nothing.
    static func read(_ text: Span<UInt8>, in range: Range<Int>) throws(JSONError) -> Usage? {
        if let usage = plain(text, in: range) { return usage }
        return OpenAIChatUsage.read(try JSONValue(parsing: text.extracting(range)))
    }

    /// The usage, if nothing about it is out of the ordinary.
    private static func plain(_ text: Span<UInt8>, in range: Range<Int>) -> Usage? {
        guard var members = JSONMembers(range, in: text) else { return nil }
        var prompt: Int?
        var completion: Int?
        var cached: Int?
        var hasCompletionDetails = false
        while let member = members.next(text) {
            // By their lengths first: most names are none of these.
            switch member.name.count {
            case 13 where member.isNamed("prompt_tokens", in: text):
                guard prompt == nil, let count = member.count(in: text) else { return nil }
                prompt = count
            case 17 where member.isNamed("completion_tokens", in: text):
                guard completion == nil, let count = member.count(in: text) else { return nil }
                completion = count
            case 21 where member.isNamed("prompt_tokens_details", in: text):
                guard cached == nil, let count = share(text, member, isPrompt: true) else { return nil }
                cached = count
            case 25 where member.isNamed("completion_tokens_details", in: text):
                guard !hasCompletionDetails, share(text, member, isPrompt: false) != nil else { return nil }
                hasCompletionDetails = true
            default:
                if isRare(member, in: text) { return nil }
            }
        }
        guard let prompt, let completion else { return nil }
        var usage = Usage()
        usage.cacheRead = cached ?? 0
        usage.input = UsageCount.rest(prompt, without: cached ?? 0)
        usage.output = completion
        return usage
    }

    /// Whether a member says that the object has to be read as a tree.
    private static func isRare(_ member: JSONMembers.Member, in text: Span<UInt8>) -> Bool {
        switch member.name.count {
        case 13: return member.isNamed("cached_tokens", in: text) || member.hasEscapedName(in: text)
        case 15: return member.isNamed("citation_tokens", in: text) || member.hasEscapedName(in: text)
        case 16: return member.isNamed("reasoning_tokens", in: text) || member.hasEscapedName(in: text)
        case 18: return member.isNamed("num_search_queries", in: text) || member.hasEscapedName(in: text)
        case 23: return member.isNamed("prompt_cache_hit_tokens", in: text) || member.hasEscapedName(in: text)
        case 25: return member.isNamed("cached_prompt_text_tokens", in: text) || member.hasEscapedName(in: text)
        // An escape makes a name longer than what it says.
        case 14...: return member.hasEscapedName(in: text)
        default: return false
        }
    }

    /// The share of the prompt that came from a cache, if all other shares are zero that would have to be read.
    private static func share(_ text: Span<UInt8>, _ details: JSONMembers.Member, isPrompt: Bool) -> Int? {
        if details.isNull(in: text) { return 0 }
        guard var members = JSONMembers(details.value, in: text) else { return nil }
        var cached: Int?
        while let member = members.next(text) {
            switch member.name.count {
            case 13 where member.isNamed("cached_tokens", in: text):
                guard cached == nil, let count = member.count(in: text), isPrompt || count == 0 else { return nil }
                cached = count
            case 12 where member.isNamed("audio_tokens", in: text) || member.isNamed("image_tokens", in: text),
                16 where member.isNamed("reasoning_tokens", in: text),
                18 where member.isNamed("cache_write_tokens", in: text),
                21 where member.isNamed("cached_tokens_details", in: text):
                guard member.count(in: text) == 0 else { return nil }
            case 13...:
                if member.hasEscapedName(in: text) { return nil }
            default: break
            }
        }
        return cached ?? 0
    }
}
