extension PromptOutline {
    /// The key by which OpenAI finds the machine that has a prompt's beginning (`prompt_cache_key`).
    ///
    /// Of tools and instructions, where they are long enough to be cached by themselves; with the first turn otherwise, so that
    /// a conversation keeps its key while it grows. It tells nothing of what it is made of, and two tenants never have the
    /// same.
    /// - Parameter tenant: whose the prompt is.
    /// - Returns: 27 characters; `nil` for a prompt that is too short to be cached.
    public func cacheKey(of tenant: CacheTenant) -> String? {
        guard tokens >= CacheMinimum.standard else { return nil }
        let head = headCount
        let isEnough = head > 0 && pieces[head - 1].tokens >= CacheMinimum.standard
        let turn = pieces[head...].first?.turn
        var end = head
        while !isEnough, end < pieces.count, pieces[end].turn == turn { end += 1 }
        var encoder = CanonicalEncoder(domain: "kanmon.prompt-cache-key.1")
        tenant.encode(into: &encoder)
        for piece in pieces[..<end] { encoder.write(bytes: piece.digest.bytes.span) }
        return "km-" + encoder.finish().description.prefix(24)
    }
}
