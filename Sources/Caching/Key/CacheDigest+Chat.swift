public import ModelAPI

extension CacheDigest {
    /// The key of a conversation's next turn, by what is asked and not by how it is written.
    ///
    /// The same question gives the same key through every API, whole and streamed. What counts and what does not stands at
    /// ``ChatQuestion``.
    /// - Parameters:
    ///   - request: the question.
    ///   - surface: the API it came in by: what has no neutral place means something in its words only.
    ///   - context: whose it is, and for which model; `request.model` does not count.
    public init(of request: ChatRequest, from surface: DialectID, in context: CacheContext) {
        var encoder = CanonicalEncoder(domain: "kanmon.cache.chat.1")
        context.encode(into: &encoder)
        var question = ChatQuestion(encoder)
        self = question.digest(of: request, from: surface)
    }
}
