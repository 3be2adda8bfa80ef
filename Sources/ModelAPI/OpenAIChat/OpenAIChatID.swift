/// Ids in the shape Chat clients know.
enum OpenAIChatID {
    /// An answer's id as `chatcmpl-…`.
    static func answer(_ id: String) -> String { id.hasPrefix("chatcmpl-") ? id : "chatcmpl-\(id)" }

    /// An id for a call that came without one: the same for the streamed and the whole answer.
    /// - Parameters:
    ///   - number: which of the choice's calls it is, from 0.
    ///   - answer: the answer's id.
    static func call(_ number: Int, of answer: String) -> String { "call_km\(number)_\(answer.suffix(12))" }
}
